package io.teleport.engine.frame;

/**
 * What the receiver of a large message is to know before it lets the sender send.
 *
 * @param isPassedOn whether the message holds memory that the sender received it in
 * @param isSupplied whether the sender has only a part of it in memory at a time, and so is to hear
 *     again and again what has arrived
 */
public record OpenFlags(boolean isPassedOn, boolean isSupplied) {

  private static final int PASSED_ON = 1;
  private static final int SUPPLIED = 2;

  /** All of the message is in the sender's memory. */
  public static final OpenFlags NONE = new OpenFlags(false, false);

  byte code() {
    return (byte) ((isPassedOn ? PASSED_ON : 0) | (isSupplied ? SUPPLIED : 0));
  }

  static OpenFlags ofCode(byte code) throws ProtocolViolationException {
    if ((code & ~(PASSED_ON | SUPPLIED)) != 0) {
      throw new ProtocolViolationException("flags that are " + code);
    }
    return new OpenFlags((code & PASSED_ON) != 0, (code & SUPPLIED) != 0);
  }
}
