package io.teleport.adapter.ra;

/** The node as a member of an Erlang cluster. */
public abstract class ErlangProperties extends DeliveryProperties {

  ErlangProperties() {}

  /** Returns what {@link #setErlang} has set, or the default. */
  public String getErlang() {
    return text(Setting.ERLANG);
  }

  /** Sets whether the node is a hidden node of an Erlang cluster, {@code true} or {@code false}. */
  public void setErlang(String value) {
    set(Setting.ERLANG, value);
  }

  /** Returns what {@link #setErlangCookie} has set, or the default. */
  public String getErlangCookie() {
    return text(Setting.ERLANG_COOKIE);
  }

  /** Sets the secret shared with Erlang nodes; empty for that of all nodes. */
  public void setErlangCookie(String value) {
    set(Setting.ERLANG_COOKIE, value);
  }

  /** Returns what {@link #setEpmdAddress} has set, or the default. */
  public String getEpmdAddress() {
    return text(Setting.EPMD_ADDRESS);
  }

  /** Sets where EPMD listens on this host. */
  public void setEpmdAddress(String value) {
    set(Setting.EPMD_ADDRESS, value);
  }

  /** Returns what {@link #setEpmdPort} has set, or the default. */
  public String getEpmdPort() {
    return text(Setting.EPMD_PORT);
  }

  /** Sets the port of EPMD, on this host and on others; 0 to go without it. */
  public void setEpmdPort(String value) {
    set(Setting.EPMD_PORT, value);
  }

  /** Returns what {@link #setErlangPort} has set, or the default. */
  public String getErlangPort() {
    return text(Setting.ERLANG_PORT);
  }

  /** Sets the TCP port to listen on for Erlang nodes; 0 lets the operating system choose. */
  public void setErlangPort(String value) {
    set(Setting.ERLANG_PORT, value);
  }

  /** Returns what {@link #setErlangTickTime} has set, or the default. */
  public String getErlangTickTime() {
    return text(Setting.ERLANG_TICK_TIME);
  }

  /**
   * Sets after how long without a sign of life an Erlang node counts as down, at least, as Erlang's
   * {@code net_ticktime}.
   */
  public void setErlangTickTime(String value) {
    set(Setting.ERLANG_TICK_TIME, value);
  }

  /** Returns what {@link #setTeleportSockets} has set, or the default. */
  public String getTeleportSockets() {
    return text(Setting.TELEPORT_SOCKETS);
  }

  /**
   * Sets whether sockets of the Erlang teleport library are accepted, from the addresses of
   * connected Erlang nodes, and used for large messages, {@code true} or {@code false}.
   */
  public void setTeleportSockets(String value) {
    set(Setting.TELEPORT_SOCKETS, value);
  }

  /** Returns what {@link #setErlangPorts} has set, or the default. */
  public String getErlangPorts() {
    return text(Setting.ERLANG_PORTS);
  }

  /** Sets where Erlang nodes listen that EPMD is not asked about: {@code erl@host=9001,...}. */
  public void setErlangPorts(String value) {
    set(Setting.ERLANG_PORTS, value);
  }

  /** Returns what {@link #setErlangTls} has set, or the default. */
  public String getErlangTls() {
    return text(Setting.ERLANG_TLS);
  }

  /** Sets whether the connections to Erlang nodes are encrypted, {@code true} or {@code false}. */
  public void setErlangTls(String value) {
    set(Setting.ERLANG_TLS, value);
  }

  /** Returns what {@link #setErlangCookies} has set, or the default. */
  public String getErlangCookies() {
    return text(Setting.ERLANG_COOKIES);
  }

  /** Sets the secrets shared with single Erlang nodes: {@code erl@host=cookie,...}. */
  public void setErlangCookies(String value) {
    set(Setting.ERLANG_COOKIES, value);
  }
}
