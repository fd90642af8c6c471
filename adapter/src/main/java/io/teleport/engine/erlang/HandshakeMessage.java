package io.teleport.engine.erlang;

/**
 * The messages of a handshake, in the order in which they are exchanged. A is the node that
 * connects, B the one that is connected to.
 *
 * @see <a
 *     href="https://www.erlang.org/doc/apps/erts/erl_dist_protocol.html#distribution-handshake">Distribution
 *     Handshake</a>
 */
sealed interface HandshakeMessage {

  /**
   * A says who it is.
   *
   * @param flags what it can do
   * @param creation tells its incarnations apart
   * @param name its full name; empty if it wants B to name it
   */
  record Name(DistributionFlags flags, long creation, String name) implements HandshakeMessage {}

  /**
   * A says who it is in the form of before OTP 23.
   *
   * @param version of the handshake: 5
   * @param flags what it can do, as far as 32 bits tell
   * @param name its full name
   */
  record OldName(int version, DistributionFlags flags, String name) implements HandshakeMessage {}

  /**
   * B says whether it goes on; or A, whether B is to give up an old connection.
   *
   * @param text one of the constants here, or {@code true} or {@code false}
   */
  record Status(String text) implements HandshakeMessage {
    /** B goes on. */
    static final Status OK = new Status("ok");

    /** B goes on, and gives up its own attempt to connect to A. */
    static final Status OK_SIMULTANEOUS = new Status("ok_simultaneous");

    /** B does not go on: it is connecting to A itself. */
    static final Status NOK = new Status("nok");

    /** B does not go on: A must not, or cannot, talk to it. */
    static final Status NOT_ALLOWED = new Status("not_allowed");

    /** B has a connection to A, and asks whether it is to be given up. */
    static final Status ALIVE = new Status("alive");

    /** The answer to {@link #ALIVE}: give it up. */
    static final Status TRUE = new Status("true");
  }

  /**
   * B says who it is, and challenges A.
   *
   * @param flags what it can do
   * @param challenge 32 random bits
   * @param creation tells its incarnations apart
   * @param name its full name
   */
  record Challenge(DistributionFlags flags, int challenge, long creation, String name)
      implements HandshakeMessage {}

  /**
   * A shows that it has the cookie, and challenges B.
   *
   * @param challenge 32 random bits
   * @param digest of the cookie and B's challenge
   */
  record Reply(int challenge, byte[] digest) implements HandshakeMessage {}

  /**
   * B shows that it has the cookie.
   *
   * @param digest of the cookie and A's challenge
   */
  record Acknowledgement(byte[] digest) implements HandshakeMessage {}
}
