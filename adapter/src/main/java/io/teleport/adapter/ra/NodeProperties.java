package io.teleport.adapter.ra;

/** Who the node is, where it listens, and how it finds others. */
public abstract class NodeProperties extends AdapterProperties {

  NodeProperties() {}

  /** Returns what {@link #setNodeName} has set, or the default. */
  public String getNodeName() {
    return text(Setting.NODE_NAME);
  }

  /**
   * Sets the name of the node, {@code alive@host}; empty for {@code teleport@} and the local host's
   * name.
   */
  public void setNodeName(String value) {
    set(Setting.NODE_NAME, value);
  }

  /** Returns what {@link #setBindAddress} has set, or the default. */
  public String getBindAddress() {
    return text(Setting.BIND_ADDRESS);
  }

  /** Sets the address of the network interface to listen on; {@code 0.0.0.0} for all. */
  public void setBindAddress(String value) {
    set(Setting.BIND_ADDRESS, value);
  }

  /** Returns what {@link #setPort} has set, or the default. */
  public String getPort() {
    return text(Setting.PORT);
  }

  /** Sets the TCP port to listen on, 0 to 65535; 0 lets the operating system choose. */
  public void setPort(String value) {
    set(Setting.PORT, value);
  }

  /** Returns what {@link #setCookie} has set, or the default. */
  public String getCookie() {
    return text(Setting.COOKIE);
  }

  /**
   * Sets the secret of all nodes that may talk to each other; empty or weak only if the node
   * listens on a loopback address.
   */
  public void setCookie(String value) {
    set(Setting.COOKIE, value);
  }

  /** Returns what {@link #setPeers} has set, or the default. */
  public String getPeers() {
    return text(Setting.PEERS);
  }

  /**
   * Sets where other nodes listen, if not at their name's host and {@code defaultPeerPort}: {@code
   * beta@h=10.0.0.2:7421, gamma@h=10.0.0.3:7420}.
   */
  public void setPeers(String value) {
    set(Setting.PEERS, value);
  }

  /** Returns what {@link #setDefaultPeerPort} has set, or the default. */
  public String getDefaultPeerPort() {
    return text(Setting.DEFAULT_PEER_PORT);
  }

  /** Sets the port of nodes that are not in {@code peers}, 1 to 65535. */
  public void setDefaultPeerPort(String value) {
    set(Setting.DEFAULT_PEER_PORT, value);
  }

  /** Returns what {@link #setShutdownTimeout} has set, or the default. */
  public String getShutdownTimeout() {
    return text(Setting.SHUTDOWN_TIMEOUT);
  }

  /**
   * Sets how long a stopping node waits for running deliveries, and then for what was accepted to
   * leave, {@code 0s} to {@code 5m}.
   */
  public void setShutdownTimeout(String value) {
    set(Setting.SHUTDOWN_TIMEOUT, value);
  }
}
