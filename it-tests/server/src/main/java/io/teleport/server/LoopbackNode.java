package io.teleport.server;

import io.teleport.node.FreePorts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A node on the loopback interface, with an application that has an HTTP face.
 *
 * @param alive the part of its name before the {@code @}, which is also the server's name
 * @param port where the node listens
 * @param httpPort where the application's servlets listen
 */
public record LoopbackNode(String alive, int port, int httpPort) {

  /** The host part of all names: loopback. */
  public static final String HOST = "127.0.0.1";

  /**
   * Chooses ports for nodes, all of which were free at one moment.
   *
   * @param alive the parts of their names before the {@code @}
   * @throws IOException if there are no free ports
   */
  public static List<LoopbackNode> onFreePorts(List<String> alive) throws IOException {
    int[] ports = FreePorts.find(2 * alive.size());
    List<LoopbackNode> nodes = new ArrayList<>();
    for (String name : alive) {
      nodes.add(new LoopbackNode(name, ports[2 * nodes.size()], ports[2 * nodes.size() + 1]));
    }
    return nodes;
  }

  /** Returns the node's name. */
  public String name() {
    return alive + "@" + HOST;
  }

  /** Returns how other nodes find this one, in the form of the setting {@code peers}. */
  public String asPeer() {
    return name() + "=" + HOST + ":" + port;
  }
}
