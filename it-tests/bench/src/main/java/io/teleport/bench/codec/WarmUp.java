package io.teleport.bench.codec;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Runs something until the JVM has compiled it, by the processor time that was spent on it rather
 * than by the clock: on a machine that is shared, seconds say little about how warm a JVM is.
 */
final class WarmUp {

  /** What is called again and again. */
  interface Operation {
    Object run() throws IOException;
  }

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How many steps without compilation count as the end of it. */
  private static final int QUIET_STEPS = 3;

  /** How many times the least is the most. */
  private static final int PATIENCE = 4;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();

  /**
   * Runs an operation until nothing was compiled for a while.
   *
   * @param leastMillis processor time to spend at least, in milliseconds; four times of it is the
   *     most
   */
  void run(Operation operation, long leastMillis, Blackhole blackhole) throws IOException {
    long least = TimeUnit.MILLISECONDS.toNanos(leastMillis);
    long start = threads.getCurrentThreadCpuTime();
    long spent = 0;
    int quiet = 0;
    while (spent < least || (quiet < QUIET_STEPS && spent < PATIENCE * least)) {
      long compiled = compilation.getTotalCompilationTime();
      long stepEnd = start + spent + STEP_NANOS;
      while (threads.getCurrentThreadCpuTime() < stepEnd) {
        blackhole.consume(operation.run());
      }
      quiet = compilation.getTotalCompilationTime() == compiled ? quiet + 1 : 0;
      spent = threads.getCurrentThreadCpuTime() - start;
    }
  }
}
