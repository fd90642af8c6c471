package io.teleport.term;

import io.teleport.TeleportException;

/** Bytes that should be a term in the external term format are not, or exceed a limit. */
public class MalformedTermException extends TeleportException {

  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String reason;

  /**
   * Creates the exception.
   *
   * @param offset index of the byte at which reading ended; within the inflated bytes if the term
   *     was compressed
   * @param reason what is wrong there
   */
  public MalformedTermException(long offset, String reason) {
    super("not a well-formed term: at byte " + offset + ": " + reason);
    this.offset = offset;
    this.reason = reason;
  }

  /**
   * Returns the index of the byte at which reading ended; within the inflated bytes if the term was
   * compressed.
   */
  public long offset() {
    return offset;
  }

  /** Returns what is wrong there. */
  public String reason() {
    return reason;
  }
}
