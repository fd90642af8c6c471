package io.teleport.adapter.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;

/**
 * The connection manager of those who have no container (JCA 2.1, section 6.5.3.1): a new managed
 * connection each time, which ends when its handle is closed.
 */
final class UnpooledConnections implements ConnectionManager {

  private static final long serialVersionUID = 1L;

  @Override
  public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo request)
      throws ResourceException {
    ManagedConnection connection = factory.createManagedConnection(null, request);
    connection.addConnectionEventListener(new EndOnClose(connection));
    return connection.getConnection(null, request);
  }

  /**
   * Ends a managed connection with its handle.
   *
   * @param connection the managed connection
   */
  private record EndOnClose(ManagedConnection connection) implements ConnectionEventListener {

    @Override
    public void connectionClosed(ConnectionEvent event) {
      try {
        connection.destroy();
      } catch (ResourceException e) {
        throw new IllegalStateException("a managed connection could not be ended", e);
      }
    }

    @Override
    public void localTransactionStarted(ConnectionEvent event) {
      // nothing to do: transactions are the business of whoever begins them
    }

    @Override
    public void localTransactionCommitted(ConnectionEvent event) {
      // see localTransactionStarted
    }

    @Override
    public void localTransactionRolledback(ConnectionEvent event) {
      // see localTransactionStarted
    }

    @Override
    public void connectionErrorOccurred(ConnectionEvent event) {
      connectionClosed(event);
    }
  }
}
