package io.teleport.engine.frame;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A text for a log or an operator, on the wire: UTF-8, cut at the end of a character if it is too
 * long.
 */
final class ShortText {

  /** The longest text in bytes. */
  static final int MAX_BYTES = 1024;

  private ShortText() {}

  static byte[] encode(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
    // Stops before the first character that does not fit.
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(text), bytes, true);
    byte[] encoded = new byte[bytes.position()];
    bytes.flip().get(encoded);
    return encoded;
  }
}
