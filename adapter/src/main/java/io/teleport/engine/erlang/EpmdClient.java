package io.teleport.engine.erlang;

import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.net.Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks EPMD about other nodes: that of the host in a node's name, at the usual port. Safe for use
 * by any thread that may block.
 */
final class EpmdClient {

  private final Loop loop;
  private final InetSocketAddress local;
  private final String localHost;
  private final Duration timeout;

  /**
   * Creates it.
   *
   * @param local where EPMD listens on this host; those of other hosts listen at the same port
   * @param localHost the host in the local node's name
   * @param timeout how long to wait for an answer
   */
  EpmdClient(Loop loop, InetSocketAddress local, String localHost, Duration timeout) {
    this.loop = loop;
    this.local = local;
    this.localHost = localHost;
    this.timeout = timeout;
  }

  /**
   * Returns what EPMD knows of a node; empty if it does not know it.
   *
   * @throws NodeDownException if EPMD cannot be reached, or does not answer in time
   */
  Optional<EpmdNode> find(NodeName node) {
    ByteBuffer answer = ask(node.host(), EpmdEncoder.find(node.alive()));
    try {
      return EpmdDecoder.found(answer);
    } catch (ErlangProtocolException e) {
      throw new NodeDownException("nothing is known about " + node + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the ports of all nodes of a host, by the part of their names before the {@code @}.
   *
   * @throws NodeDownException if EPMD cannot be reached, or does not answer in time
   */
  Map<String, Integer> names(String host) {
    ByteBuffer answer = ask(host, EpmdEncoder.names());
    try {
      return EpmdDecoder.names(answer);
    } catch (ErlangProtocolException e) {
      throw new NodeDownException("no names of " + host + ": " + e.getMessage(), e);
    }
  }

  private ByteBuffer ask(String host, ByteBuffer question) {
    InetSocketAddress epmd =
        host.equals(localHost) ? local : new InetSocketAddress(host, local.getPort());
    try {
      return EpmdExchange.ask(loop, epmd, question, timeout)
          .get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unreachable(epmd, e.getCause());
    } catch (TimeoutException e) {
      throw unreachable(epmd, new IOException("the node is stopping", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TeleportException("interrupted while waiting for EPMD at " + epmd, e);
    }
  }

  private static NodeDownException unreachable(InetSocketAddress epmd, Throwable cause) {
    return new NodeDownException(
        "EPMD at %s does not answer: %s. It runs where an Erlang node was started with a name; its port is set by epmdPort"
            .formatted(epmd, cause.getMessage()),
        cause);
  }
}
