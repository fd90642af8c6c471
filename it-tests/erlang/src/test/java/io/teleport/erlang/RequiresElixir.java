package io.teleport.erlang;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Marks tests that need Elixir on the path. Without it they are skipped, and not in silence. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresElixir.Condition.class)
@interface RequiresElixir {

  /** Looks for Elixir. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (context.getTestMethod().isPresent() || ErlangNode.isOnPath("elixir")) {
        return ConditionEvaluationResult.enabled("Elixir is there");
      }
      String reason =
          "SKIPPED, all of %s: elixir is not on the path. To install it: apt-get install elixir"
              .formatted(context.getDisplayName());
      System.err.println("[WARNING] " + reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
