package io.teleport.adapter.outbound;

import io.teleport.BackpressureException;
import io.teleport.MessageTooLargeException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.TransactionRolledBackException;
import io.teleport.engine.node.HeldMessage;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.observe.Log;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the transactions of one managed connection send, one transaction at a time: it is held until
 * the commit (JCA 2.1, section 7.7). Safe for use by any thread: the container may roll back while
 * the application still sends.
 *
 * <p><strong>Commit.</strong> The pool of a node is opened when the first message to it is held,
 * and again, if it was lost meanwhile, before the transaction commits. If one cannot be had then,
 * or the node's process is most probably gone, the transaction is rolled back; where the container
 * does not let its transactions be watched, or if the first message is not accepted, the commit
 * fails. In either case nothing was sent. A container has no way to tell the application that a
 * failed commit was a rollback: Open Liberty throws {@code HeuristicMixedException}. From the first
 * message on that was accepted there is no way back: the commit succeeds, and a message that is not
 * accepted then is a dead letter. What is still arriving, and is passed on, leaves in the thread
 * that commits, at the pace of its receiver.
 */
final class SendTransaction implements LocalTransaction {

  private final LongSupplier limit;
  private final Supplier<Optional<TransactionSynchronizationRegistry>> transactions;

  /** What the transaction has sent so far; null while there is none. */
  private List<HeldMessage> held;

  private long bytes;
  private LocalNode node;

  /**
   * Creates it, without a transaction.
   *
   * @param limit how many bytes a transaction may hold
   * @param transactions those of the container, if it lets them be watched
   */
  SendTransaction(
      LongSupplier limit, Supplier<Optional<TransactionSynchronizationRegistry>> transactions) {
    this.limit = limit;
    this.transactions = transactions;
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
   * @throws io.teleport.NodeDownException if the node cannot be reached, likewise
   */
  void hold(LocalNode by, HeldMessage message) {
    try {
      by.requireReachable(Set.of(message.node()));
      add(by, message);
    } catch (RuntimeException e) {
      message.discard(
          e instanceof TeleportException reason
              ? reason
              : new TeleportException("the transaction does not take the message: " + e, e));
      throw e;
    }
  }

  private synchronized void add(LocalNode by, HeldMessage message) {
    checkRoom(message.cost());
    if (held.isEmpty()) {
      watchEnd();
    }
    held.add(message);
    bytes += message.cost();
    node = by;
  }

  /** Sees to it that the transaction rolls back if it could not be sent. */
  private void watchEnd() {
    try {
      transactions
          .get()
          .filter(registry -> registry.getTransactionKey() != null)
          .ifPresent(
              registry -> registry.registerInterposedSynchronization(new BeforeCommit(registry)));
    } catch (RuntimeException e) {
      // Most likely it is marked for rollback: then there will be no commit to look after.
      Log.debug("TLP2141", "a transaction that sends cannot be watched: " + e);
    }
  }

  /** The last moment at which a transaction can be rolled back without doubt. */
  private final class BeforeCommit implements Synchronization {

    private final TransactionSynchronizationRegistry registry;

    BeforeCommit(TransactionSynchronizationRegistry registry) {
      this.registry = registry;
    }

    @Override
    public void beforeCompletion() {
      try {
        forNodes(LocalNode::requireReachable);
      } catch (TeleportException e) {
        Log.limited("TLP2140", "a transaction is rolled back: it has sent what cannot leave", e);
        registry.setRollbackOnly();
      }
    }

    @Override
    public void afterCompletion(int status) {
      // the container calls commit or rollback
    }
  }

  /** Does something with the nodes that were sent to, if there are any. */
  private void forNodes(BiConsumer<LocalNode, Set<NodeName>> action) {
    Set<NodeName> nodes = new TreeSet<>();
    LocalNode by;
    synchronized (this) {
      by = node;
      if (held != null) {
        held.forEach(message -> nodes.add(message.node()));
      }
    }
    if (!nodes.isEmpty()) {
      action.accept(by, nodes);
    }
  }

  private void checkRoom(long cost) {
    if (held == null) {
      throw new TransactionRolledBackException(
          "the transaction ended while a message was sent in it");
    }
    long most = limit.getAsLong();
    if (bytes + cost > most) {
      throw new BackpressureException(
          "the transaction holds %d messages of %d bytes for its commit, and has no room for %d more; transactionLimit is %d: commit more often, or raise it"
              .formatted(held.size(), bytes, cost, most));
    }
  }

  private synchronized List<HeldMessage> end() {
    List<HeldMessage> all = held == null ? List.of() : held;
    held = null;
    return all;
  }

  @Override
  public void commit() throws LocalTransactionException {
    if (!isActive()) {
      throw new LocalTransactionException("no transaction is under way on this connection");
    }
    try {
      // A node that has lost its sockets since the last look takes messages all the same.
      forNodes(LocalNode::connect);
    } catch (RuntimeException e) {
      discard(end(), "the commit failed: " + e.getMessage());
      throw nothingSent(e);
    }
    List<HeldMessage> all = end();
    if (!all.isEmpty()) {
      sendAll(all);
    }
  }

  private static void sendAll(List<HeldMessage> all) throws LocalTransactionException {
    List<HeldMessage> rest = all.subList(1, all.size());
    try {
      all.get(0).send();
    } catch (RuntimeException e) {
      discard(rest, "the commit failed: " + e.getMessage());
      throw nothingSent(e);
    }
    sendRest(rest);
    // What is still arriving is passed on when all else has left: it may take long.
    all.forEach(HeldMessage::finish);
  }

  private static LocalTransactionException nothingSent(RuntimeException reason) {
    return new LocalTransactionException(
        "nothing of the transaction was sent: " + reason.getMessage(), reason);
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
    discard(end(), "the transaction was rolled back");
  }

  private static void discard(List<HeldMessage> messages, String why) {
    messages.forEach(message -> message.discard(rolledBack(why)));
  }

  private static TransactionRolledBackException rolledBack(String why) {
    return new TransactionRolledBackException("the message was not sent: " + why);
  }
}
