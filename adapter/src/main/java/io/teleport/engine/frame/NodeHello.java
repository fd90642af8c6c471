package io.teleport.engine.frame;

/**
 * What a node says of itself at the begin of a connection.
 *
 * @param name its name, {@code alive@host}
 * @param incarnation changes with every start of the node
 * @param port where it listens
 * @param limits what it takes
 * @param nonce the challenge that the other side has to answer: {@value #NONCE_LENGTH} random bytes
 */
public record NodeHello(String name, long incarnation, int port, Limits limits, byte[] nonce) {

  /** Length of a challenge in bytes. */
  public static final int NONCE_LENGTH = 32;

  /**
   * What a node takes.
   *
   * @param smallMessage payload of a message in one frame, in bytes
   * @param fragmentSize length of a fragment, in bytes
   * @param maxMessage length of a message that is held in memory, in bytes
   * @param receiveWindow credit of a sender for one destination at the begin, in bytes of frames
   */
  public record Limits(int smallMessage, int fragmentSize, long maxMessage, int receiveWindow) {}
}
