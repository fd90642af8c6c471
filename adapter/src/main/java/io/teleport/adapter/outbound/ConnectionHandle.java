package io.teleport.adapter.outbound;

import io.teleport.Address;
import io.teleport.Delivery;
import io.teleport.NodeName;
import io.teleport.SendOptions;
import io.teleport.TeleportConnection;
import io.teleport.TeleportException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.Mailbox;
import io.teleport.engine.node.Sendable;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Pid;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The connection that an application holds. It belongs to a managed connection, and may be moved to
 * another by the container; one that outlives its transaction belongs to none until it is used
 * again. Owns the mailbox behind {@link #self}, which exists from its first use until the handle
 * ends.
 */
final class ConnectionHandle implements TeleportConnection {

  /** A hundred years: whoever says more means for ever. */
  private static final Duration LONGEST = Duration.ofDays(36_525);

  /**
   * Where the handle belongs; null when it was closed or taken away. Guarded by this, as is all
   * else.
   */
  private TeleportManagedConnection owner;

  /** Finds a managed connection for a handle that has none; null if the container cannot. */
  private Association association;

  private boolean closed;
  private Mailbox mailbox;

  /**
   * How a handle gets a managed connection again that was taken away from it (JCA 2.1, section
   * 7.16).
   *
   * @param factory who it came from
   * @param connectionManager who took it away
   */
  record Association(
      ManagedConnectionFactory factory, LazyAssociatableConnectionManager connectionManager) {}

  ConnectionHandle(TeleportManagedConnection owner) {
    this.owner = owner;
  }

  @Override
  public void send(Address to, Object message) {
    sendAs(MessageKind.SEND, to, message);
  }

  @Override
  public void send(Address to, Object message, SendOptions options) {
    owner().send(checked(to), MessageKind.SEND, Sendable.ofValueNow(message), passage(options));
  }

  @Override
  public CompletionStage<Void> sendAsync(Address to, Object message) {
    return sendAsync(to, message, SendOptions.DEFAULT);
  }

  @Override
  public CompletionStage<Void> sendAsync(Address to, Object message, SendOptions options) {
    return owner()
        .sendAsync(checked(to), MessageKind.SEND, Sendable.ofValueNow(message), passage(options));
  }

  @Override
  public Term call(Address to, Object request, Duration timeout) {
    return callAs(MessageKind.CALL, to, request, timeout);
  }

  @Override
  public <T> T call(Address to, Object request, Duration timeout, Class<T> type) {
    Objects.requireNonNull(type, "type");
    return Terms.as(call(to, request, timeout), type);
  }

  @Override
  public CompletionStage<Term> callAsync(Address to, Object request, Duration timeout) {
    return localNode()
        .callAsync(checked(to), MessageKind.CALL, Sendable.ofValueNow(request), positive(timeout));
  }

  @Override
  public void cast(Address to, Object request) {
    sendAs(MessageKind.CAST, to, request);
  }

  @Override
  public void sendEvent(Address to, Object event) {
    sendAs(MessageKind.EVENT, to, event);
  }

  @Override
  public void notify(Address to, Object event) {
    sendAs(MessageKind.NOTIFY, to, event);
  }

  @Override
  public void syncNotify(Address to, Object event, Duration timeout) {
    callAs(MessageKind.SYNC_NOTIFY, to, event, timeout);
  }

  @Override
  public void prime(Collection<NodeName> nodes) {
    localNode().prime(Set.copyOf(nodes));
  }

  @Override
  public boolean ping(NodeName node) {
    return localNode().ping(Objects.requireNonNull(node, "node"));
  }

  @Override
  public Set<NodeName> nodes() {
    return localNode().nodes();
  }

  @Override
  public NodeName node() {
    return localNode().name();
  }

  @Override
  public Pid self() {
    return mailbox().pid();
  }

  @Override
  public Term receive(Duration timeout) {
    return mailbox().receive(timeout.isNegative() ? Duration.ZERO : bounded(timeout));
  }

  @Override
  public void close() {
    TeleportManagedConnection last;
    Association other;
    synchronized (this) {
      last = owner;
      other = closed ? null : association;
    }
    invalidate();
    if (last != null) {
      last.closed(this);
    } else if (other != null) {
      other.connectionManager().inactiveConnectionClosed(this, other.factory());
    }
  }

  /** Takes the managed connection away: the next use asks the container for another. */
  synchronized void dissociate() {
    owner = null;
  }

  /** Says where another managed connection comes from when this one is taken away. */
  synchronized void associatedBy(Association by) {
    association = by;
  }

  /** Ends the handle without telling the container. */
  void invalidate() {
    Mailbox ending;
    synchronized (this) {
      owner = null;
      closed = true;
      ending = mailbox;
      mailbox = null;
    }
    if (ending != null) {
      ending.close();
    }
  }

  /**
   * Moves the handle.
   *
   * @return where it belonged before, if anywhere
   * @throws IllegalStateException if it is closed
   */
  synchronized Optional<TeleportManagedConnection> moveTo(TeleportManagedConnection target) {
    if (closed) {
      throw closed();
    }
    TeleportManagedConnection before = owner;
    owner = target;
    return Optional.ofNullable(before);
  }

  private void sendAs(MessageKind kind, Address to, Object message) {
    owner().send(checked(to), kind, Sendable.ofValueNow(message), Passage.CONFIRMED);
  }

  private Term callAs(MessageKind kind, Address to, Object request, Duration timeout) {
    return localNode().call(checked(to), kind, Sendable.ofValueNow(request), positive(timeout));
  }

  private static Passage passage(SendOptions options) {
    if (options.delivery() == Delivery.BEST_EFFORT) {
      return Passage.BEST_EFFORT;
    }
    return options.orderingKey() == null
        ? Passage.CONFIRMED
        : Passage.inOrderOf(options.orderingKey());
  }

  private static Address checked(Address to) {
    return Objects.requireNonNull(to, "address");
  }

  private static Duration positive(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout " + timeout + ": expected a positive duration");
    }
    return bounded(timeout);
  }

  /** Returns a timeout that can be counted in nanoseconds. */
  private static Duration bounded(Duration timeout) {
    return timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
  }

  private LocalNode localNode() {
    return owner().node();
  }

  private TeleportManagedConnection owner() {
    Association from;
    synchronized (this) {
      if (owner != null) {
        return owner;
      }
      if (closed || association == null) {
        throw closed();
      }
      from = association;
    }
    try {
      // Comes back to moveTo.
      from.connectionManager().associateConnection(this, from.factory(), null);
    } catch (ResourceException e) {
      throw new TeleportException("the container gives no connection: " + e.getMessage(), e);
    }
    synchronized (this) {
      if (owner == null) {
        throw closed();
      }
      return owner;
    }
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the connection is closed");
  }

  private Mailbox mailbox() {
    LocalNode node = localNode();
    return mailbox(node);
  }

  private synchronized Mailbox mailbox(LocalNode node) {
    if (closed) {
      throw closed();
    }
    if (mailbox == null) {
      mailbox = node.openMailbox();
    }
    return mailbox;
  }
}
