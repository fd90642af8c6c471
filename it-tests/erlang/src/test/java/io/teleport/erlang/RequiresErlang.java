package io.teleport.erlang;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Marks tests that need Erlang on the path. Without it they are skipped, and not in silence. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresErlang.Condition.class)
public @interface RequiresErlang {

  /** Looks for Erlang. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (context.getTestMethod().isPresent() || ErlangNode.isInstalled()) {
        return ConditionEvaluationResult.enabled("Erlang is there");
      }
      String reason =
          "SKIPPED, all of %s: erl, erlc or escript is not on the path, so that terms were not"
                  .formatted(context.getDisplayName())
              + " compared with a real node. To install them: apt-get install erlang-nox";
      System.err.println("[WARNING] " + reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
