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

  /**
   * Returns the release of OTP that is needed; 0 for any. Releases differ in how they write the
   * same term, and in what texts they read.
   */
  int release() default 0;

  /** Looks for Erlang. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (context.getTestMethod().isPresent()) {
        return ConditionEvaluationResult.enabled("its class is");
      }
      int wanted = context.getRequiredTestClass().getAnnotation(RequiresErlang.class).release();
      if (ErlangNode.isInstalled()) {
        String found = ErlangNode.release();
        return wanted == 0 || found.equals(Integer.toString(wanted))
            ? ConditionEvaluationResult.enabled("Erlang is there")
            : skipped(
                "SKIPPED, all of %s: it compares with OTP %d, and OTP %s is on the path"
                    .formatted(context.getDisplayName(), wanted, found));
      }
      return skipped(
          "SKIPPED, all of %s: erl, erlc or escript is not on the path, so that terms were not"
                  .formatted(context.getDisplayName())
              + " compared with a real node. To install them: apt-get install erlang-nox");
    }

    private static ConditionEvaluationResult skipped(String reason) {
      System.err.println("[WARNING] " + reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
