package io.teleport.engine.node;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What a node is given by whoever runs it.
 *
 * @param executor runs the slices of the I/O loops, batches of deliveries, and completions; it may
 *     refuse with {@link java.util.concurrent.RejectedExecutionException}, which the node survives
 * @param nanoTime the clock, as {@link System#nanoTime}
 * @param random for jitter, identifiers and challenges; must be unpredictable outside of tests
 * @param traceMemory whether to record where each chunk of memory is taken; slow, meant for tests
 */
public record NodeEnvironment(
    Executor executor, LongSupplier nanoTime, RandomGenerator random, boolean traceMemory) {

  /** Returns an environment with the system's clock and a secure source of random numbers. */
  public static NodeEnvironment of(Executor executor) {
    return new NodeEnvironment(executor, System::nanoTime, new java.security.SecureRandom(), false);
  }
}
