package io.teleport.engine.frame;

/** A frame of the handshake that was read. */
public sealed interface HandshakeFrame {

  /**
   * The initiator's first word.
   *
   * @param node what it says of itself
   * @param pool what it says of the pool
   */
  record Hello(NodeHello node, PoolHello pool) implements HandshakeFrame {}

  /**
   * The acceptor's first word.
   *
   * @param node what it says of itself
   */
  record Challenge(NodeHello node) implements HandshakeFrame {}

  /**
   * The initiator shows that it knows the cookie.
   *
   * @param proof see {@link CookieProof}
   */
  record Proof(byte[] proof) implements HandshakeFrame {}

  /**
   * The acceptor shows that it knows the cookie, and is ready.
   *
   * @param proof see {@link CookieProof}
   */
  record Welcome(byte[] proof) implements HandshakeFrame {}

  /**
   * The other side closes the connection.
   *
   * @param code why
   * @param detail what an operator wants to know
   */
  record Refusal(RefusalCode code, String detail) implements HandshakeFrame {}
}
