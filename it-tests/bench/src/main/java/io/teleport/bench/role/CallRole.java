package io.teleport.bench.role;

import io.teleport.bench.wire.Wire;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/** Calls in a closed loop: each caller waits for its answer before it calls again. */
final class CallRole {

  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final int DIGITS = 3;
  private static final double NANOS_PER_MICRO = 1_000;

  private final Wire wire;
  private final Parallel parallel;

  CallRole(Wire wire, Parallel parallel) {
    this.wire = wire;
    this.parallel = parallel;
  }

  /**
   * Calls.
   *
   * @param target the node that answers
   * @param callers how many at the same time
   * @param size of each request, in bytes
   * @param millis for how long
   * @return {@code rate=… p50=… p99=… p999=… max=…}, calls a second and microseconds
   */
  String run(int target, int callers, int size, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    return run(target, callers, size, () -> System.nanoTime() < end);
  }

  /** Calls as long as something goes on; else as the other. */
  String run(int target, int callers, int size, BooleanSupplier goesOn)
      throws InterruptedException {
    Histogram all = new Histogram(LONGEST_NANOS, DIGITS);
    long begin = System.nanoTime();
    parallel.run(
        callers,
        number -> {
          Histogram mine = calls(target, new byte[size], goesOn);
          synchronized (all) {
            all.add(mine);
          }
        });
    double seconds = (System.nanoTime() - begin) / 1e9;
    return String.format(
        Locale.ROOT,
        "rate=%.1f p50=%.1f p99=%.1f p999=%.1f max=%.1f",
        all.getTotalCount() / seconds,
        all.getValueAtPercentile(50) / NANOS_PER_MICRO,
        all.getValueAtPercentile(99) / NANOS_PER_MICRO,
        all.getValueAtPercentile(99.9) / NANOS_PER_MICRO,
        all.getMaxValue() / NANOS_PER_MICRO);
  }

  private Histogram calls(int target, byte[] request, BooleanSupplier goesOn) {
    Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);
    long now = System.nanoTime();
    while (goesOn.getAsBoolean()) {
      int answered = wire.call(target, request);
      if (answered != request.length) {
        throw new IllegalStateException(
            "%d bytes were called, and %d answered".formatted(request.length, answered));
      }
      long done = System.nanoTime();
      latencies.recordValue(done - now);
      now = done;
    }
    return latencies;
  }
}
