package io.teleport.engine.erlang;

import io.teleport.NodeName;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One side of a handshake, without its socket. Messages go in, and what comes out says what to
 * send, and whether the handshake is over. Used by one thread.
 */
sealed interface Handshake permits InitiatorHandshake, AcceptorHandshake {

  /** What is to be done after a message. */
  sealed interface Step {

    /** Returns what to send now, in order. */
    List<HandshakeMessage> messages();

    /**
     * The handshake goes on.
     *
     * @param messages what to send now
     */
    record Next(List<HandshakeMessage> messages) implements Step {}

    /**
     * The handshake is over, and the peer has the cookie.
     *
     * @param messages what to send before anything else
     * @param peer who it is
     */
    record Done(List<HandshakeMessage> messages, ErlangPeer peer) implements Step {}

    /**
     * The handshake is over, and there is no connection.
     *
     * @param messages what to send before the end
     * @param refusal what kind of refusal it is
     * @param reason why, in words
     */
    record Refused(List<HandshakeMessage> messages, Refusal refusal, String reason)
        implements Step {}
  }

  /** Why there is no connection. */
  enum Refusal {
    /** The other node has another cookie. */
    COOKIE,
    /** The other node is connecting to this one, and goes first. */
    SIMULTANEOUS,
    /** One of the nodes does not trust the other one's certificate. */
    CERTIFICATE,
    /** Anything else. */
    OTHER
  }

  /**
   * What this node is in a handshake.
   *
   * @param name its name
   * @param creation tells its incarnations apart; unsigned, 32 bits
   * @param cookie the secret that it shares with the other node
   * @param challenge 32 random bits, anew for each handshake
   */
  record Self(NodeName name, long creation, String cookie, int challenge) {}

  /** Begins; returns what to send. */
  List<HandshakeMessage> begin();

  /**
   * Takes the next message of the other side, without its length.
   *
   * @throws ErlangProtocolException if it is none, or another one than it has to be
   */
  Step receive(ByteBuffer message) throws ErlangProtocolException;

  /** Returns the other node's name if it is known, or else what stands for it in a sentence. */
  String peerInWords();

  /** Returns what it most likely means if the other side closes the connection now. */
  String ifClosedNow();
}
