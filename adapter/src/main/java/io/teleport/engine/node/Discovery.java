package io.teleport.engine.node;

import io.teleport.NodeName;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Where nodes listen: as the settings say; else where the node was heard from; else at the host in
 * its name and the default port.
 */
final class Discovery {

  private final Map<NodeName, InetSocketAddress> known;
  private final int defaultPort;

  Discovery(NodeSettings settings) {
    this.known = settings.peers();
    this.defaultPort = settings.defaultPeerPort();
  }

  /** Returns where a node listens; may block for the name service. */
  InetSocketAddress find(NodeName node, InetSocketAddress heardFrom) {
    InetSocketAddress set = known.get(node);
    if (set != null) {
      // Resolved anew each time: addresses behind names change.
      return new InetSocketAddress(set.getHostString(), set.getPort());
    }
    return heardFrom != null ? heardFrom : new InetSocketAddress(node.host(), defaultPort);
  }
}
