package io.teleport.term;

import io.teleport.TeleportException;

/**
 * A term or a part of it is not what the receiver asked for, or a Java value has no term that
 * stands for it.
 */
public class TermConversionException extends TeleportException {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String expected;
  private final String found;

  /**
   * Creates the exception.
   *
   * @param path where in the value, {@code $.items[3].price}; {@code $} is the whole
   * @param expected what was asked for, {@code a number}
   * @param found what is there, {@code the atom nil}
   */
  public TermConversionException(String path, String expected, String found) {
    super(path + ": expected " + expected + ", found " + found);
    this.path = path;
    this.expected = expected;
    this.found = found;
  }

  /**
   * Creates the exception.
   *
   * @param path where in the value, {@code $.items[3].price}; {@code $} is the whole
   * @param expected what was asked for, {@code a number}
   * @param found what is there, {@code the atom nil}
   * @param cause why that is not what was asked for
   */
  public TermConversionException(String path, String expected, String found, Throwable cause) {
    super(path + ": expected " + expected + ", found " + found, cause);
    this.path = path;
    this.expected = expected;
    this.found = found;
  }

  /** Returns where in the value, {@code $.items[3].price}; {@code $} is the whole. */
  public String path() {
    return path;
  }

  /** Returns what was asked for. */
  public String expected() {
    return expected;
  }

  /** Returns what is there. */
  public String found() {
    return found;
  }
}
