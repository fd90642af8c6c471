package io.teleport.adapter.outbound;

import io.teleport.Address;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.HeldMessage;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.Sendable;
import io.teleport.engine.peer.Passage;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;

/**
 * What the container pools: a place for handles. It has no socket, those belong to the node; it is
 * where a transaction keeps what is to be sent on its commit.
 *
 * <p>Handles come and go by threads of the application, the rest is called by the container's pool;
 * safe for use by any thread.
 */
final class TeleportManagedConnection implements ManagedConnection, DissociatableManagedConnection {

  private final TeleportManagedConnectionFactory factory;
  private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();

  /** The handles that are open; guarded by the set itself. */
  private final Set<ConnectionHandle> handles = new HashSet<>();

  private final SendTransaction transaction;
  private PrintWriter logWriter;

  TeleportManagedConnection(TeleportManagedConnectionFactory factory) {
    this.factory = factory;
    this.transaction = new SendTransaction(factory::transactionLimit, factory::transactions);
  }

  boolean isOf(TeleportManagedConnectionFactory candidate) {
    return factory.equals(candidate);
  }

  /** Returns the node, which is another one after the resource adapter was restarted. */
  LocalNode node() {
    return factory.node();
  }

  /** Sends a message now, or with the transaction that the container has begun here. */
  void send(Address to, MessageKind kind, Sendable message, Passage passage) {
    LocalNode node = node();
    if (transaction.isActive()) {
      transaction.hold(node, node.hold(to, kind, message, passage));
    } else {
      node.send(to, kind, message, passage);
    }
  }

  /** The same, and tells what becomes of the message. */
  CompletionStage<Void> sendAsync(Address to, MessageKind kind, Sendable message, Passage passage) {
    LocalNode node = node();
    if (transaction.isActive()) {
      HeldMessage held = node.hold(to, kind, message, passage);
      transaction.hold(node, held);
      return held.stage();
    }
    return node.sendAsync(to, kind, message, passage);
  }

  @Override
  public Object getConnection(Subject subject, ConnectionRequestInfo info) {
    ConnectionHandle handle = new ConnectionHandle(this);
    synchronized (handles) {
      handles.add(handle);
    }
    return handle;
  }

  /** Moves a handle of another managed connection here (JCA 2.1, section 6.8). */
  @Override
  public void associateConnection(Object connection) throws ResourceException {
    if (!(connection instanceof ConnectionHandle handle)) {
      throw new ResourceException("not a connection of Teleport: " + connection);
    }
    handle.moveTo(this).filter(before -> before != this).ifPresent(before -> before.forget(handle));
    synchronized (handles) {
      handles.add(handle);
    }
  }

  /** Takes the connection away from all handles, which live on without one. */
  @Override
  public void dissociateConnections() {
    openHandles().forEach(ConnectionHandle::dissociate);
  }

  private List<ConnectionHandle> openHandles() {
    synchronized (handles) {
      List<ConnectionHandle> open = List.copyOf(handles);
      handles.clear();
      return open;
    }
  }

  private boolean forget(ConnectionHandle handle) {
    synchronized (handles) {
      return handles.remove(handle);
    }
  }

  /** Tells the container that the application has closed a handle. */
  void closed(ConnectionHandle handle) {
    if (forget(handle)) {
      ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
      event.setConnectionHandle(handle);
      listeners.forEach(listener -> listener.connectionClosed(event));
    }
  }

  /**
   * Invalidates all handles, so that the next user of this connection is alone with it. What a
   * transaction has not committed will not be sent any more.
   */
  @Override
  public void cleanup() {
    transaction.rollback();
    openHandles().forEach(ConnectionHandle::invalidate);
  }

  @Override
  public void destroy() {
    cleanup();
    listeners.clear();
  }

  @Override
  public void addConnectionEventListener(ConnectionEventListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeConnectionEventListener(ConnectionEventListener listener) {
    listeners.remove(listener);
  }

  @Override
  public XAResource getXAResource() throws ResourceException {
    throw new NotSupportedException("connections do not take part in distributed transactions");
  }

  @Override
  public LocalTransaction getLocalTransaction() {
    return transaction;
  }

  @Override
  public ManagedConnectionMetaData getMetaData() {
    return new MetaData(node().name().toString());
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    logWriter = out;
  }

  @Override
  public PrintWriter getLogWriter() {
    return logWriter;
  }

  /**
   * What a container shows about a connection.
   *
   * @param nodeName the local node
   */
  private record MetaData(String nodeName) implements ManagedConnectionMetaData {

    @Override
    public String getEISProductName() {
      return "Teleport node " + nodeName;
    }

    @Override
    public String getEISProductVersion() {
      String version = TeleportManagedConnection.class.getPackage().getImplementationVersion();
      return version == null ? "" : version;
    }

    /** Returns 0: there is no limit. */
    @Override
    public int getMaxConnections() {
      return 0;
    }

    @Override
    public String getUserName() {
      return "";
    }
  }
}
