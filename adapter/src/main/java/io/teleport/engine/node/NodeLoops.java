package io.teleport.engine.node;

import io.teleport.engine.net.Loop;
import io.teleport.engine.net.LoopGroup;
import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.time.Duration;

/**
 * The I/O loops of a node: one for control sockets, small messages and timers, and some for the
 * sockets of large messages. Safe for use by any thread.
 */
final class NodeLoops {

  private final Loop small;
  private final LoopGroup bulk;

  private NodeLoops(Loop small, LoopGroup bulk) {
    this.small = small;
    this.bulk = bulk;
  }

  /**
   * Creates the loops; they run after {@link #start}.
   *
   * @param bulkLoops how many serve the sockets of large messages
   * @throws IOException if the operating system gives no selector; nothing is left open then
   */
  static NodeLoops create(int bulkLoops, NodeEnvironment environment) throws IOException {
    Loop small = new Loop("small", environment.executor(), environment.nanoTime());
    try {
      LoopGroup bulk =
          LoopGroup.create("bulk", bulkLoops, environment.executor(), environment.nanoTime());
      small.watchedBy(bulk.loops().get(0));
      return new NodeLoops(small, bulk);
    } catch (IOException e) {
      small.requestClose();
      throw e;
    }
  }

  Loop small() {
    return small;
  }

  LoopGroup bulk() {
    return bulk;
  }

  /**
   * Starts all loops.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the executor refuses one; they are
   *     to be closed then
   */
  void start() {
    small.start();
    bulk.start();
  }

  /**
   * Ends all loops; each of the two kinds gets that much time for it. The small one is the last: it
   * hears from the others that sockets are closed.
   */
  void close(Duration timeout) throws InterruptedException {
    warnUnless(bulk.close(timeout), timeout);
    warnUnless(small.close(timeout), timeout);
  }

  private static void warnUnless(boolean ended, Duration timeout) {
    if (!ended) {
      Log.warn("TLP1322", "an I/O loop did not end within " + timeout.toMillis() + " ms");
    }
  }

  /** Ends all loops soon. */
  void requestClose() {
    small.requestClose();
    bulk.requestClose();
  }
}
