package io.teleport.demo.runner;

/**
 * A node of the demonstration, on loopback.
 *
 * @param alive the part of its name before the {@code @}, which is also the server's name
 * @param port where the node listens
 * @param httpPort where its servlet listens
 */
public record DemoNode(String alive, int port, int httpPort) {

  /** The host part of all names: loopback. */
  public static final String HOST = "127.0.0.1";

  /** Returns the node's name. */
  public String name() {
    return alive + "@" + HOST;
  }

  /** Returns how other nodes find this one, in the form of the setting {@code peers}. */
  public String asPeer() {
    return name() + "=" + HOST + ":" + port;
  }
}
