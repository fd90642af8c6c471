package io.teleport.adapter.ra;

/** The sockets to a remote node: how many there are, and when they count as lost. */
public abstract class ConnectionProperties extends NodeProperties {

  ConnectionProperties() {}

  /** Returns what {@link #setBulkLoops} has set, or the default. */
  public String getBulkLoops() {
    return text(Setting.BULK_LOOPS);
  }

  /**
   * Sets the number of I/O loops that serve the sockets of large messages, 1 to 64; 0 to have it
   * chosen by the number of processors.
   */
  public void setBulkLoops(String value) {
    set(Setting.BULK_LOOPS, value);
  }

  /** Returns what {@link #setBulkSockets} has set, or the default. */
  public String getBulkSockets() {
    return text(Setting.BULK_SOCKETS);
  }

  /**
   * Sets the number of sockets per remote node for large messages, 1 to 64; 0 for one for each loop
   * of {@code bulkLoops}, and two at least.
   */
  public void setBulkSockets(String value) {
    set(Setting.BULK_SOCKETS, value);
  }

  /** Returns what {@link #setConnectTimeout} has set, or the default. */
  public String getConnectTimeout() {
    return text(Setting.CONNECT_TIMEOUT);
  }

  /** Sets how long a sender waits for the sockets to a node, {@code 10ms} to {@code 1h}. */
  public void setConnectTimeout(String value) {
    set(Setting.CONNECT_TIMEOUT, value);
  }

  /** Returns what {@link #setReconnectDelayMax} has set, or the default. */
  public String getReconnectDelayMax() {
    return text(Setting.RECONNECT_DELAY_MAX);
  }

  /** Sets the longest pause between two attempts to reach a node, {@code 10ms} to {@code 1h}. */
  public void setReconnectDelayMax(String value) {
    set(Setting.RECONNECT_DELAY_MAX, value);
  }

  /** Returns what {@link #setTickInterval} has set, or the default. */
  public String getTickInterval() {
    return text(Setting.TICK_INTERVAL);
  }

  /** Sets how often an idle control socket shows that it lives, {@code 10ms} to {@code 1h}. */
  public void setTickInterval(String value) {
    set(Setting.TICK_INTERVAL, value);
  }

  /** Returns what {@link #setPeerTimeout} has set, or the default. */
  public String getPeerTimeout() {
    return text(Setting.PEER_TIMEOUT);
  }

  /**
   * Sets after how long without a sign of life a socket counts as lost; at least twice {@code
   * tickInterval}.
   */
  public void setPeerTimeout(String value) {
    set(Setting.PEER_TIMEOUT, value);
  }

  /** Returns what {@link #setRetention} has set, or the default. */
  public String getRetention() {
    return text(Setting.RETENTION);
  }

  /**
   * Sets how long a node to which no socket can be opened counts as up all the same, and what it
   * was sent and has not confirmed is kept, to be sent again; {@code 0s} to {@code 4h}.
   */
  public void setRetention(String value) {
    set(Setting.RETENTION, value);
  }
}
