package io.teleport.adapter.outbound;

import io.teleport.BackpressureException;
import io.teleport.MessageTooLargeException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.TransactionRolledBackException;
import io.teleport.engine.node.HeldMessage;
import io.teleport.engine.node.LocalNode;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * What the transactions of one managed connection send, one transaction at a time: it is held until
 * the commit (JCA 2.1, section 7.7). Safe for use by any thread: the container may roll back while
 * the application still sends.
 *
 * <p><strong>Commit.</strong> First the pools of all nodes that are sent to are opened. If one
 * cannot be had, or the first message is not accepted, the commit fails, and nothing was sent. From
 * the first message on that was accepted there is no way back: the commit succeeds, and a message
 * that is not accepted then is a dead letter.
 */
final class SendTransaction implements LocalTransaction {

  private final LongSupplier limit;

  /** What the transaction has sent so far; null while there is none. */
  private List<HeldMessage> held;

  private long bytes;
  private LocalNode node;

  /**
   * Creates it, without a transaction.
   *
   * @param limit how many bytes a transaction may hold
   */
  SendTransaction(LongSupplier limit) {
    this.limit = limit;
  }

  synchronized boolean isActive() {
    return held != null;
  }

  @Override
  public synchronized void begin() throws LocalTransactionException {
    if (held != null) {
      throw new LocalTransactionException("a transaction is under way on this connection already");
    }
    held = new ArrayList<>();
    bytes = 0;
  }

  /**
   * Takes a message, which belongs to the transaction from here on.
   *
   * @param by the node that sends it
   * @throws BackpressureException if the transaction holds too much; the message is discarded
   * @throws TransactionRolledBackException if the transaction has ended meanwhile, likewise
   */
  void hold(LocalNode by, HeldMessage message) {
    TeleportException refusal;
    synchronized (this) {
      refusal = refusal(message.cost());
      if (refusal == null) {
        held.add(message);
        bytes += message.cost();
        node = by;
        return;
      }
    }
    message.discard(refusal);
    throw refusal;
  }

  private TeleportException refusal(long cost) {
    if (held == null) {
      return new TransactionRolledBackException(
          "the transaction ended while a message was sent in it");
    }
    long most = limit.getAsLong();
    if (bytes + cost <= most) {
      return null;
    }
    return new BackpressureException(
        "the transaction holds %d messages of %d bytes for its commit, and has no room for %d more; transactionLimit is %d: commit more often, or raise it"
            .formatted(held.size(), bytes, cost, most));
  }

  private synchronized List<HeldMessage> end() {
    List<HeldMessage> all = held;
    held = null;
    return all;
  }

  @Override
  public void commit() throws LocalTransactionException {
    List<HeldMessage> all = end();
    if (all == null) {
      throw new LocalTransactionException("no transaction is under way on this connection");
    }
    if (all.isEmpty()) {
      return;
    }
    try {
      begin(all);
    } catch (RuntimeException e) {
      discard(all.subList(1, all.size()), "the commit failed: " + e.getMessage());
      throw new LocalTransactionException(
          "nothing of the transaction was sent: " + e.getMessage(), e);
    }
    sendRest(all.subList(1, all.size()));
  }

  /** Sends the first message, after which there is no way back. */
  private void begin(List<HeldMessage> all) {
    HeldMessage first = all.get(0);
    Set<NodeName> nodes = new TreeSet<>();
    all.forEach(message -> nodes.add(message.node()));
    try {
      node.connect(nodes);
    } catch (RuntimeException e) {
      first.discard(rolledBack("the commit failed: " + e.getMessage()));
      throw e;
    }
    first.send();
  }

  private static void sendRest(List<HeldMessage> messages) {
    // A node that has refused one will not be waited for again with the next.
    Map<NodeName, TeleportException> refusing = new HashMap<>();
    for (HeldMessage message : messages) {
      TeleportException before = refusing.get(message.node());
      if (before != null) {
        message.giveUp(before);
      } else {
        message
            .sendOrGiveUp()
            .filter(reason -> !(reason instanceof MessageTooLargeException))
            .ifPresent(reason -> refusing.put(message.node(), reason));
      }
    }
  }

  /** Forgets what was sent; does nothing without a transaction. */
  @Override
  public void rollback() {
    List<HeldMessage> all = end();
    if (all != null) {
      discard(all, "the transaction was rolled back");
    }
  }

  private static void discard(List<HeldMessage> messages, String why) {
    messages.forEach(message -> message.discard(rolledBack(why)));
  }

  private static TransactionRolledBackException rolledBack(String why) {
    return new TransactionRolledBackException("the message was not sent: " + why);
  }
}
