package io.teleport.erlang;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks tests that need Erlang on the path, of any release from OTP 25 on. Without it they are
 * skipped, and not in silence.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresErlang.Condition.class)
public @interface RequiresErlang {

  /** Returns whether Elixir is needed, too. */
  boolean andElixir() default false;

  /** Looks for the programs. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (context.getTestMethod().isPresent()) {
        return ConditionEvaluationResult.enabled("its class is");
      }
      List<String> programs = new ArrayList<>(List.of("erl", "erlc", "escript"));
      if (context.getRequiredTestClass().getAnnotation(RequiresErlang.class).andElixir()) {
        programs.add("elixir");
      }
      programs.removeIf(ErlangNode::isOnPath);
      if (programs.isEmpty()) {
        return ConditionEvaluationResult.enabled("all is there");
      }
      String reason =
          "SKIPPED, all of %s: %s not on the path, so that nothing was tried with a real node."
                  .formatted(context.getDisplayName(), String.join(", ", programs))
              + " To install them: apt-get install erlang-nox elixir";
      System.err.println("[WARNING] " + reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
