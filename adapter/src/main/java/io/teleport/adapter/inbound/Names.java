package io.teleport.adapter.inbound;

import io.teleport.engine.node.LocalNode;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names of a node that message-driven beans have, or have had a moment ago. A bean that is
 * stopped leaves its messages here for the grace time, and the next one of the same name, as of the
 * same application that is deployed anew, takes them over. Safe for use by any thread.
 */
public final class Names {

  private final Host host;
  private final DeliveryThreads threads;
  private final Transactions transactions;
  private final Duration grace;
  private final Map<String, NameQueue> queues = new ConcurrentHashMap<>();

  /**
   * Creates it without a name.
   *
   * @param node the node on which names are registered
   * @param threads the threads of the container that deliver
   * @param transactions sees how transactions of beans end
   * @param grace for how long messages wait for a bean that was stopped
   */
  public Names(LocalNode node, DeliveryThreads threads, Transactions transactions, Duration grace) {
    this(Host.of(node), threads, transactions, grace);
  }

  /** Creates it on something that is to names what a node is. */
  Names(Host host, DeliveryThreads threads, Transactions transactions, Duration grace) {
    this.host = host;
    this.threads = threads;
    this.transactions = transactions;
    this.grace = grace;
  }

  /**
   * Makes a bean receive.
   *
   * @param factory makes endpoints of the bean
   * @param spec the bean's properties, which are valid
   * @throws ResourceException if another bean of the node has the name
   */
  public Activation activate(MessageEndpointFactory factory, TeleportActivationSpec spec)
      throws ResourceException {
    try {
      return Activation.start(this, host, threads.share(), transactions, factory, spec);
    } catch (IllegalStateException e) {
      throw new ResourceException(
          "activation property 'name' has the value '%s', which another listener on node %s has"
              .formatted(spec.getName(), host.name()),
          e);
    }
  }

  /** Returns the queue of a name, which stays the same: what is under way may outlast its beans. */
  NameQueue find(String name) {
    return queues.computeIfAbsent(
        name,
        key -> new NameQueue(key, host, threads.all(), new InboundLog(key, System::nanoTime)));
  }

  /** A bean has gone: its name stays for the grace time. */
  void leave(NameQueue queue, NameQueue.Parked parked) {
    if (grace.isZero()) {
      expire(queue, parked, "was stopped");
    } else {
      String reason =
          "was stopped, and not started again within %d ms (setting 'redeployGrace')"
              .formatted(grace.toMillis());
      host.after(grace, () -> expire(queue, parked, reason));
    }
  }

  /** Returns for how long messages wait for a bean that was stopped. */
  Duration grace() {
    return grace;
  }

  private static void expire(NameQueue queue, NameQueue.Parked parked, String what) {
    queue.expire(parked, "the listener of name '%s' %s".formatted(queue.name(), what));
  }

  /**
   * Takes all names back, and refuses whatever waits. Beans are to be closed afterwards. Doing so
   * twice is harmless.
   */
  public void stop() {
    queues.values().forEach(NameQueue::unregister);
    queues
        .values()
        .forEach(queue -> queue.stop("the node of name '%s' is stopping".formatted(queue.name())));
  }
}
