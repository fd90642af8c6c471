package io.teleport.adapter.outbound;

import io.teleport.NodeWatch;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.TeleportException;
import io.teleport.TeleportNodeListener;
import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import java.util.Objects;
import javax.naming.Reference;

/** The connection factory of applications: asks the container for a connection. */
public final class ConnectionFactoryHandle implements TeleportConnectionFactory, Referenceable {

  private static final long serialVersionUID = 1L;

  private final TeleportManagedConnectionFactory factory;
  private final ConnectionManager connectionManager;

  /** Where the container finds this object again; set by the container. */
  private Reference reference;

  ConnectionFactoryHandle(
      TeleportManagedConnectionFactory factory, ConnectionManager connectionManager) {
    this.factory = factory;
    this.connectionManager = connectionManager;
  }

  @Override
  public TeleportConnection getConnection() {
    // Asked first, so that a stopped node is reported as such and not as a failure of the pool.
    factory.node();
    try {
      Object connection = connectionManager.allocateConnection(factory, null);
      if (connection instanceof ConnectionHandle handle
          && connectionManager instanceof LazyAssociatableConnectionManager lazy) {
        handle.associatedBy(new ConnectionHandle.Association(factory, lazy));
      }
      return (TeleportConnection) connection;
    } catch (ResourceException e) {
      throw new TeleportException("the container gives no connection: " + e.getMessage(), e);
    }
  }

  @Override
  public NodeWatch watchNodes(TeleportNodeListener listener) {
    return factory.watchNodes(Objects.requireNonNull(listener, "listener"));
  }

  @Override
  public void setReference(Reference reference) {
    this.reference = reference;
  }

  @Override
  public Reference getReference() {
    return reference;
  }
}
