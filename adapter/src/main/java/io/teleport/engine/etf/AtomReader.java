package io.teleport.engine.etf;

import io.teleport.term.Atom;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads atoms in their old and new forms. Safe for use by any thread. */
final class AtomReader {

  private static final int MAX_BYTES_PER_CHARACTER = 4;

  /** What a decoder puts in the place of what is malformed. */
  private static final char REPLACEMENT = '\uFFFD';

  private final DecodeLimits limits;
  private final AtomTable table;

  AtomReader(DecodeLimits limits, AtomTable table) {
    this.limits = limits;
    this.table = table;
  }

  /** Reads a term that has to be an atom. */
  Atom read(TermSource source) {
    int tag = source.u8();
    Atom atom = read(source, tag);
    if (atom == null) {
      throw source.malformed("tag %d where an atom has to be".formatted(tag));
    }
    return atom;
  }

  /** Reads the atom whose tag was read already; returns null if that is not the tag of an atom. */
  Atom read(TermSource source, int tag) {
    return switch (tag) {
      case Tag.SMALL_ATOM_UTF8 -> utf8(source, source.u8());
      case Tag.ATOM_UTF8 -> utf8(source, source.u16());
      case Tag.SMALL_ATOM -> latin1(source, source.u8());
      case Tag.ATOM -> latin1(source, source.u16());
      default -> null;
    };
  }

  private Atom latin1(TermSource source, int length) {
    checkLength(source, length);
    if (length <= AtomTable.MAX_BYTES && isAscii(source, length)) {
      return utf8(source, length);
    }
    return new Atom(new String(source.bytes(length), StandardCharsets.ISO_8859_1));
  }

  private static boolean isAscii(TermSource source, int length) {
    byte[] bytes = source.window(length);
    int from = source.windowPosition();
    for (int i = from; i < from + length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** Reads an atom whose tag and length were read already. */
  Atom utf8(TermSource source, int length) {
    if (length > AtomTable.MAX_BYTES) {
      return longName(source, length);
    }
    byte[] bytes = source.window(length);
    int from = source.windowPosition();
    Atom atom = table.find(bytes, from, length);
    if (atom == null) {
      atom = atom(source, bytes, from, length);
      table.put(bytes, from, length, atom);
    }
    source.advance(length);
    return atom;
  }

  private Atom longName(TermSource source, int length) {
    if (length > limits.atomLength() * MAX_BYTES_PER_CHARACTER) {
      throw source.malformed(
          "an atom of %d bytes: the most is %d characters".formatted(length, limits.atomLength()));
    }
    return atom(source, source.bytes(length), 0, length);
  }

  private Atom atom(TermSource source, byte[] bytes, int offset, int length) {
    String name = new String(bytes, offset, length, StandardCharsets.UTF_8);
    if (name.indexOf(REPLACEMENT) >= 0) {
      checkUtf8(source, ByteBuffer.wrap(bytes, offset, length));
    }
    checkLength(source, name.codePointCount(0, name.length()));
    return new Atom(name);
  }

  /** Tells a name that holds the replacement character from one that is malformed. */
  private static void checkUtf8(TermSource source, ByteBuffer name) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(name);
    } catch (CharacterCodingException e) {
      throw source.malformed("the name of an atom is not well-formed UTF-8");
    }
  }

  private void checkLength(TermSource source, int characters) {
    if (characters > limits.atomLength()) {
      throw source.malformed(
          "an atom of %d characters: the most is %d".formatted(characters, limits.atomLength()));
    }
  }
}
