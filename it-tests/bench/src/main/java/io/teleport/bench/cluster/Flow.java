package io.teleport.bench.cluster;

import io.teleport.node.Node;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A flow of messages from node 0 to node 1, from its start to the account of what arrived.
 *
 * <p>Used by one thread.
 */
final class Flow {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final double NANOS_PER_SECOND = 1e9;

  private final Node source;
  private final Node target;
  private final Map<String, Double> before;
  private Map<String, Double> begin;

  private Flow(Node source, Node target) {
    this.source = source;
    this.target = target;
    this.before = target.obey("counters");
    this.begin = before;
  }

  /**
   * Starts a flow.
   *
   * @param details what node 0 is told to send
   */
  static Flow start(Cluster cluster, String details) {
    Flow flow = new Flow(cluster.node(0), cluster.node(1));
    flow.source.obey("flow " + details);
    return flow;
  }

  /** Begins to send one body as a stream. */
  static Flow stream(Cluster cluster, long bytes) {
    Flow flow = new Flow(cluster.node(0), cluster.node(1));
    flow.source.obey("stream 1 " + bytes);
    return flow;
  }

  /** Begins to measure. */
  void mark() {
    begin = target.obey("counters");
  }

  /** Returns how much of a counter there was a second since {@link #mark}. */
  double rate(String counter) {
    Map<String, Double> now = target.obey("counters");
    return (now.get(counter) - begin.get(counter))
        / ((now.get("nanos") - begin.get("nanos")) / NANOS_PER_SECOND);
  }

  /**
   * Stops the senders and waits for what is under way.
   *
   * @return how many messages did not arrive, or arrived twice
   */
  double finish() {
    double sent = source.obey("stop").get("sent");
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    double arrived = arrived("messages");
    while (arrived < sent && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
      arrived = arrived("messages");
    }
    return Math.abs(sent - arrived);
  }

  /** Returns how much of a counter there was since the start. */
  double arrived(String counter) {
    return target.obey("counters").get(counter) - before.get(counter);
  }
}
