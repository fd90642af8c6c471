package io.teleport.engine.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Destinations that were read before, so that the many messages to one name share one object: its
 * hash code is computed once, and it equals itself at a glance. Of fixed size; a name that hashes
 * to the place of another takes it. Used by one thread.
 */
final class DestinationNames {

  private static final int SIZE = 64;
  private static final int HASH_FACTOR = 31;

  private final byte[][] texts = new byte[SIZE][];
  private final Destination.Name[] names = new Destination.Name[SIZE];

  /**
   * Reads a name in UTF-8.
   *
   * @param length number of bytes, which are there
   */
  Destination.Name read(ByteBuffer source, int length) {
    int start = source.position();
    int hash = length;
    for (int i = 0; i < length; i++) {
      hash = HASH_FACTOR * hash + source.get(start + i);
    }
    int place = (hash ^ (hash >>> 16)) & (SIZE - 1);
    if (!isAt(place, source, start, length)) {
      byte[] text = new byte[length];
      source.get(start, text);
      texts[place] = text;
      names[place] = new Destination.Name(new String(text, StandardCharsets.UTF_8));
    }
    source.position(start + length);
    return names[place];
  }

  private boolean isAt(int place, ByteBuffer source, int start, int length) {
    byte[] text = texts[place];
    if (text == null || text.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text[i] != source.get(start + i)) {
        return false;
      }
    }
    return true;
  }
}
