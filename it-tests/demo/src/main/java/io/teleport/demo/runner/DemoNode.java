package io.teleport.demo.runner;

/**
 * A node of the demonstration, on loopback.
 *
 * @param alive the part of its name before the {@code @}, which is also the server's name
 * @param port where the node listens
 * @param httpPort where its servlet listens
 */
record DemoNode(String alive, int port, int httpPort) {

  static final String HOST = "127.0.0.1";

  String name() {
    return alive + "@" + HOST;
  }

  /** Returns how other nodes find this one, in the form of the setting {@code peers}. */
  String asPeer() {
    return name() + "=" + HOST + ":" + port;
  }
}
