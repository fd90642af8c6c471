package io.teleport.bench.codec;

/**
 * A peer wrote or read something else than the value that all have to: its figures mean nothing.
 */
final class DisagreementException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DisagreementException(String message) {
    super(message);
  }

  /** Checks that a peer came to the right result. */
  static void check(String peer, String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new DisagreementException(
          "%s %s %s: expected %s".formatted(peer, what, shortened(found), shortened(expected)));
    }
  }

  private static String shortened(Object value) {
    String text = String.valueOf(value);
    return text.length() > 1000 ? text.substring(0, 1000) + "..." : text;
  }
}
