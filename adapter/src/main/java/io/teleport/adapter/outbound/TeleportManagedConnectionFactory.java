package io.teleport.adapter.outbound;

import io.teleport.NodeWatch;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.TeleportException;
import io.teleport.TeleportNodeListener;
import io.teleport.adapter.ra.TeleportResourceAdapter;
import io.teleport.engine.node.LocalNode;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionDefinition;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;

/**
 * Makes connections to the node of the resource adapter that it is associated with.
 *
 * <p>It has no properties of its own: sockets belong to the node. Safe for use by any thread once
 * it is associated (JCA 2.1, section 6.5.3).
 */
@ConnectionDefinition(
    connectionFactory = TeleportConnectionFactory.class,
    connectionFactoryImpl = ConnectionFactoryHandle.class,
    connection = TeleportConnection.class,
    connectionImpl = ConnectionHandle.class)
public class TeleportManagedConnectionFactory
    implements ManagedConnectionFactory, ResourceAdapterAssociation {

  private static final long serialVersionUID = 1L;

  private transient TeleportResourceAdapter resourceAdapter;
  private transient PrintWriter logWriter;

  /** Creates a factory that is not associated yet. */
  public TeleportManagedConnectionFactory() {}

  @Override
  public Object createConnectionFactory(ConnectionManager connectionManager) {
    return new ConnectionFactoryHandle(this, connectionManager);
  }

  /** Returns a factory for use outside of a container, which gives a new connection each time. */
  @Override
  public Object createConnectionFactory() {
    return new ConnectionFactoryHandle(this, new UnpooledConnections());
  }

  @Override
  public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo info)
      throws ResourceException {
    return new TeleportManagedConnection(this);
  }

  /** Returns any connection of this factory: they are all alike. */
  @Override
  public ManagedConnection matchManagedConnections(
      @SuppressWarnings("rawtypes") Set connections, Subject subject, ConnectionRequestInfo info) {
    for (Object candidate : connections) {
      if (candidate instanceof TeleportManagedConnection connection && connection.isOf(this)) {
        return connection;
      }
    }
    return null;
  }

  /**
   * Returns the node.
   *
   * @throws TeleportException if it is not running
   */
  LocalNode node() {
    return associated().node();
  }

  /**
   * Returns how many bytes one transaction may hold.
   *
   * @throws TeleportException if the node is not running
   */
  long transactionLimit() {
    return associated().transactionLimit();
  }

  /** Returns the container's transactions, if it lets them be watched. */
  Optional<TransactionSynchronizationRegistry> transactions() {
    return associated().transactions();
  }

  /** Tells a listener which remote nodes come and go. */
  NodeWatch watchNodes(TeleportNodeListener listener) {
    return associated().watchNodes(listener);
  }

  private TeleportResourceAdapter associated() {
    if (resourceAdapter == null) {
      throw new TeleportException(
          "the node is not running: the connection factory has no resource adapter");
    }
    return resourceAdapter;
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return resourceAdapter;
  }

  /**
   * Associates the factory with its resource adapter, once (JCA 2.1, section 5.3.4).
   *
   * @throws ResourceException if it is associated already, or the adapter is another product's
   */
  @Override
  @SuppressWarnings("ReferenceEquality") // each adapter is a node of its own
  public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
    if (!(adapter instanceof TeleportResourceAdapter teleport)) {
      throw new ResourceAdapterInternalException("not Teleport's resource adapter: " + adapter);
    }
    if (resourceAdapter != null && resourceAdapter != teleport) {
      throw new ResourceAdapterInternalException(
          "the connection factory belongs to " + resourceAdapter + " already");
    }
    resourceAdapter = teleport;
  }

  @Override
  public PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    logWriter = out;
  }

  /**
   * Two factories are equal if they belong to the same resource adapter: they have no properties.
   */
  @Override
  @SuppressWarnings("ReferenceEquality") // each adapter is a node of its own
  public final boolean equals(Object other) {
    return other instanceof TeleportManagedConnectionFactory that
        && resourceAdapter == that.resourceAdapter;
  }

  @Override
  public final int hashCode() {
    return System.identityHashCode(resourceAdapter);
  }
}
