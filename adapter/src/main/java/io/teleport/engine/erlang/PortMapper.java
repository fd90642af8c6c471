package io.teleport.engine.erlang;

import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.engine.observe.Log;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Tells other nodes where this one listens, and finds out where they do: by EPMD, unless this node
 * goes without it, or was told where a node listens. Safe for use by any number of threads.
 */
final class PortMapper {

  private static final Duration EPMD_PATIENCE = Duration.ofSeconds(2);

  private final NodeName self;
  private final ErlangPorts known;
  private final EpmdClient epmd;
  private final EpmdRegistration registration;

  /**
   * Creates it; {@link #begin} registers.
   *
   * @param port where the local node listens for Erlang nodes
   */
  PortMapper(ErlangSurroundings surroundings, int port) {
    ErlangSettings settings = surroundings.settings();
    this.self = settings.name();
    this.known = settings.ports();
    if (settings.epmd() == null) {
      this.epmd = null;
      this.registration = null;
    } else {
      this.epmd =
          new EpmdClient(surroundings.loop(), settings.epmd(), self.host(), patience(settings));
      this.registration =
          new EpmdRegistration(
              surroundings.loop(), settings.epmd(), self.alive(), port, settings.extra());
    }
  }

  /** Nodes of our own kind are looked for with EPMD, too, which a firewall may leave unanswered. */
  private static Duration patience(ErlangSettings settings) {
    Duration most = settings.connectTimeout();
    return most.compareTo(EPMD_PATIENCE) < 0 ? most : EPMD_PATIENCE;
  }

  /** Registers with EPMD, now or as soon as there is one. */
  void begin() {
    if (registration != null) {
      registration.begin();
    }
  }

  /** Returns whether EPMD knows this node now. */
  boolean isRegistered() {
    return registration != null && registration.isRegistered();
  }

  /**
   * Returns what EPMD says of a node in the field for that, for an Erlang node nothing, as for one
   * whose port is known without it; empty if it does not know the node, or cannot be reached.
   * Blocks.
   */
  Optional<String> find(NodeName node) {
    if (known.of(node).isPresent()) {
      return Optional.of("");
    }
    if (epmd == null) {
      return Optional.empty();
    }
    try {
      return epmd.find(node).map(EpmdNode::extra);
    } catch (NodeDownException e) {
      Log.debug("TLP1420", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Returns where a node listens. Blocks.
   *
   * @throws NodeDownException if that cannot be known, or this node cannot connect to it
   */
  InetSocketAddress locate(NodeName node) {
    NameForm.conflict(self, node)
        .ifPresent(
            reason -> {
              throw new NodeDownException(reason);
            });
    OptionalInt port = known.of(node);
    if (port.isPresent()) {
      return new InetSocketAddress(node.host(), port.getAsInt());
    }
    if (epmd == null) {
      throw new NodeDownException(
          "where %s listens is not known: there is no EPMD (epmdPort=0), and erlangPorts does not say it"
              .formatted(node));
    }
    EpmdNode found =
        epmd.find(node)
            .orElseThrow(
                () ->
                    new NodeDownException(
                        "EPMD on %s does not know a node named %s"
                            .formatted(node.host(), node.alive())));
    return new InetSocketAddress(node.host(), found.port());
  }

  /** Ends the registration. */
  void close() {
    if (registration != null) {
      registration.close();
    }
  }
}
