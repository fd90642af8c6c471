package io.teleport.term;

/** Prints floating point numbers as Erlang does. */
final class FloatText {

  private FloatText() {}

  static String shortest(double value) {
    return Double.toString(value);
  }
}
