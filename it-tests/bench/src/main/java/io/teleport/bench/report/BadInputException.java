package io.teleport.bench.report;

import java.nio.file.Path;

/** A file that does not hold results; the message says which, where in it, and why. */
public final class BadInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The file as a whole is wrong. */
  BadInputException(Path file, String what) {
    super(file + ": " + what);
  }

  /** A line is wrong; the first is 1. */
  BadInputException(Path file, int line, String what) {
    super(file + ":" + line + ": " + what);
  }
}
