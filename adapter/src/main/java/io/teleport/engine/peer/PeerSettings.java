package io.teleport.engine.peer;

import io.teleport.NodeName;
import io.teleport.engine.etf.DecodeLimits;
import io.teleport.engine.frame.NodeHello;
import java.time.Duration;

/**
 * What the connections to other nodes go by.
 *
 * @param name the local node
 * @param incarnation changes with every start of the local node
 * @param cookie the shared secret
 * @param limits what the local node takes
 * @param terms what a received term may ask for
 * @param bulkSockets sockets of a pool's bulk lane
 * @param sendQueue how many bytes may wait for sending to one node
 * @param sendTimeout how long a sender waits for room in the queue
 * @param connectTimeout how long a sender waits for a pool, and how long a handshake may take
 * @param reconnectDelayMax the longest pause between two attempts
 * @param tickInterval how often an idle control socket shows that it lives
 * @param peerTimeout after how long without a sign of life a socket counts as lost
 * @param retention how long a node without sockets counts as up, and what it was sent is kept
 */
public record PeerSettings(
    NodeName name,
    long incarnation,
    String cookie,
    NodeHello.Limits limits,
    DecodeLimits terms,
    int bulkSockets,
    long sendQueue,
    Duration sendTimeout,
    Duration connectTimeout,
    Duration reconnectDelayMax,
    Duration tickInterval,
    Duration peerTimeout,
    Duration retention) {

  /** Prints everything but the cookie. */
  @Override
  public String toString() {
    return "PeerSettings[name=" + name + "]";
  }
}
