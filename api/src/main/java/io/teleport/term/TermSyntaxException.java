package io.teleport.term;

import io.teleport.TeleportException;

/** A text that should be a term in Erlang syntax is not, or exceeds a limit. */
public class TermSyntaxException extends TeleportException {

  private static final long serialVersionUID = 1L;

  private final int offset;
  private final int line;
  private final int column;
  private final String expected;
  private final String found;

  /**
   * Creates the exception.
   *
   * @param offset index of the {@code char} at which reading ended
   * @param line the line of it, counted from 1
   * @param column the column of it, in characters (code points) counted from 1
   * @param expected what may stand there, {@code "," or "]"}
   * @param found what stands there, {@code "}"}
   */
  public TermSyntaxException(int offset, int line, int column, String expected, String found) {
    super(
        "not a term in Erlang syntax: line %d, column %d: expected %s, found %s"
            .formatted(line, column, expected, found));
    this.offset = offset;
    this.line = line;
    this.column = column;
    this.expected = expected;
    this.found = found;
  }

  /** Returns the index of the {@code char} at which reading ended. */
  public int offset() {
    return offset;
  }

  /** Returns the line at which reading ended, counted from 1. */
  public int line() {
    return line;
  }

  /** Returns the column at which reading ended, in characters (code points) counted from 1. */
  public int column() {
    return column;
  }

  /** Returns what may stand there. */
  public String expected() {
    return expected;
  }

  /** Returns what stands there. */
  public String found() {
    return found;
  }
}
