package io.teleport;

import java.io.Serializable;

/**
 * The way into Teleport for an application: gives connections to the local node.
 *
 * <p>An application injects it ({@code @Inject TeleportConnectionFactory}) or looks it up in JNDI.
 * It is safe for use by any number of threads.
 */
public interface TeleportConnectionFactory extends Serializable {

  /**
   * Returns a connection to the local node. It is cheap: the sockets to other nodes belong to the
   * node, not to the connection.
   *
   * @throws TeleportException if the container gives no connection, or the node is not running
   */
  TeleportConnection getConnection();

  /**
   * Tells a listener which remote nodes come and go, until the watch is closed; also across
   * restarts of the local node. Close it before the application ends. Message-driven beans and CDI
   * observers need not do this.
   *
   * @param listener is called on threads of the container, which know nothing of the application:
   *     its class loader, for instance, is not that of the thread
   * @return what ends it
   * @throws NullPointerException if the listener is null
   */
  NodeWatch watchNodes(TeleportNodeListener listener);
}
