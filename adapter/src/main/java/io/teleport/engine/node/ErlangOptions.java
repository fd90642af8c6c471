package io.teleport.engine.node;

import io.teleport.NodeName;
import io.teleport.engine.erlang.ErlangPorts;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Whether and how a node is a member of an Erlang cluster.
 *
 * @param isOn whether it is one at all
 * @param cookie the secret shared with Erlang nodes; empty for the node's own; not printed
 * @param epmdAddress where EPMD listens on this host
 * @param epmdPort the port of EPMD, on this host and on others; 0 to go without it
 * @param port the TCP port to listen on for Erlang nodes; 0 lets the operating system choose
 * @param tickTime after how long without a sign of life an Erlang node counts as down, at least; to
 *     be the same on all nodes, see {@code net_ticktime} in Erlang's manual of {@code kernel}
 * @param takesTeleportSockets whether sockets of the Erlang teleport library are accepted. They
 *     carry no proof of who is at the other end, so only those from addresses of connected nodes
 *     are
 * @param ports where Erlang nodes listen that EPMD is not asked about
 * @param isTls whether the connections to Erlang nodes are encrypted, see {@link NodeSettings#tls}
 * @param cookies the secrets shared with single Erlang nodes, in place of {@code cookie}; not
 *     printed
 */
public record ErlangOptions(
    boolean isOn,
    String cookie,
    String epmdAddress,
    int epmdPort,
    int port,
    Duration tickTime,
    boolean takesTeleportSockets,
    ErlangPorts ports,
    boolean isTls,
    Map<NodeName, String> cookies) {

  /** The port of EPMD unless said otherwise. */
  public static final int DEFAULT_EPMD_PORT = 4369;

  /** Not a member; the other values are those of a member unless said otherwise. */
  public static final ErlangOptions OFF =
      new ErlangOptions(
          false,
          "",
          "127.0.0.1",
          DEFAULT_EPMD_PORT,
          0,
          Duration.ofSeconds(60),
          false,
          ErlangPorts.NONE,
          false,
          Map.of());

  /** Checks that nothing is missing; ranges are checked by {@link SettingsCheck}. */
  public ErlangOptions {
    Objects.requireNonNull(cookie, "erlangCookie");
    Objects.requireNonNull(epmdAddress, "epmdAddress");
    Objects.requireNonNull(tickTime, "erlangTickTime");
    Objects.requireNonNull(ports, "erlangPorts");
    cookies = Map.copyOf(cookies);
  }

  /** Returns the same, as a member. */
  public ErlangOptions on() {
    return changed(draft -> draft.isOn = true);
  }

  /** Returns the same, with another secret. */
  public ErlangOptions withCookie(String value) {
    return changed(draft -> draft.cookie = value);
  }

  /** Returns the same, with another EPMD. */
  public ErlangOptions withEpmd(String address, int atPort) {
    return changed(
        draft -> {
          draft.epmdAddress = address;
          draft.epmdPort = atPort;
        });
  }

  /** Returns the same, with another port to listen on. */
  public ErlangOptions withPort(int value) {
    return changed(draft -> draft.port = value);
  }

  /** Returns the same, with another time. */
  public ErlangOptions withTickTime(Duration value) {
    return changed(draft -> draft.tickTime = value);
  }

  /** Returns the same, with sockets of the teleport library or without. */
  public ErlangOptions withTeleportSockets(boolean value) {
    return changed(draft -> draft.takesTeleportSockets = value);
  }

  /** Returns the same, with ports of other nodes. */
  public ErlangOptions withPorts(ErlangPorts value) {
    return changed(draft -> draft.ports = value);
  }

  /** Returns the same, with TLS or without. */
  public ErlangOptions withTls(boolean value) {
    return changed(draft -> draft.isTls = value);
  }

  /** Returns the same, with other secrets for single nodes. */
  public ErlangOptions withCookies(Map<NodeName, String> value) {
    return changed(draft -> draft.cookies = value);
  }

  private ErlangOptions changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** Options that are being changed. */
  private static final class Draft {
    private boolean isOn;
    private String cookie;
    private String epmdAddress;
    private int epmdPort;
    private int port;
    private Duration tickTime;
    private boolean takesTeleportSockets;
    private ErlangPorts ports;
    private boolean isTls;
    private Map<NodeName, String> cookies;

    Draft(ErlangOptions options) {
      isOn = options.isOn;
      cookie = options.cookie;
      epmdAddress = options.epmdAddress;
      epmdPort = options.epmdPort;
      port = options.port;
      tickTime = options.tickTime;
      takesTeleportSockets = options.takesTeleportSockets;
      ports = options.ports;
      isTls = options.isTls;
      cookies = options.cookies;
    }

    ErlangOptions options() {
      return new ErlangOptions(
          isOn,
          cookie,
          epmdAddress,
          epmdPort,
          port,
          tickTime,
          takesTeleportSockets,
          ports,
          isTls,
          cookies);
    }
  }

  /** Prints everything but the cookies. */
  @Override
  public String toString() {
    return "ErlangOptions[isOn=%s, epmdAddress=%s, epmdPort=%d, port=%d]"
        .formatted(isOn, epmdAddress, epmdPort, port);
  }
}
