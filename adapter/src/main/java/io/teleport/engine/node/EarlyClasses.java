package io.teleport.engine.node;

import io.teleport.engine.observe.FlightRecorder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Classes of the JDK that a node has loaded when it starts, although they are needed later: when a
 * thread waits in a full queue for the first time, say.
 *
 * <p>Until a lock's first waiter the just-in-time compiler takes it that there is but one kind of
 * waiters, and compiles whatever has a lock in it accordingly. When the other kinds are loaded it
 * throws all that away, I/O loops included, just when there is most to do, and some of it is
 * compiled again minutes later. A server has loaded them long before.
 */
final class EarlyClasses {

  private EarlyClasses() {}

  /** Has them loaded. Takes some microseconds if they are, else a fraction of a second. */
  static void load() {
    FlightRecorder.prepare();
    try {
      Object taken = new LinkedBlockingQueue<>().poll(1, TimeUnit.NANOSECONDS);
      boolean counted = new CountDownLatch(1).await(1, TimeUnit.NANOSECONDS);
      assert taken == null && !counted;
    } catch (InterruptedException e) {
      // Then they are loaded when they are needed.
      Thread.currentThread().interrupt();
    }
  }
}
