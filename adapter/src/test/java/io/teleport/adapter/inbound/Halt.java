package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A place in a listener where it stands until the test lets it go on. */
final class Halt {

  private static final int SECONDS = 20;

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  /** Called by the listener: waits to be released. */
  void here() throws InterruptedException {
    reached.countDown();
    assertThat(released.await(SECONDS, TimeUnit.SECONDS)).as("may go on").isTrue();
  }

  /** Waits for the listener. */
  void awaitReached() throws InterruptedException {
    assertThat(reached.await(SECONDS, TimeUnit.SECONDS)).as("is there").isTrue();
  }

  /** Lets the listener go on. */
  void release() {
    released.countDown();
  }
}
