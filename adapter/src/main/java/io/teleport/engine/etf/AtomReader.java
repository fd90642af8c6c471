package io.teleport.engine.etf;

import io.teleport.term.Atom;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads atoms in their old and new forms. */
final class AtomReader {

  private static final int MAX_BYTES_PER_CHARACTER = 4;

  /**
   * Atoms that occur in most messages, so that they need not be held many times. The set is fixed:
   * a peer cannot make it grow.
   */
  private static final Map<String, Atom> COMMON =
      Stream.of(
              "true",
              "false",
              "undefined",
              "nil",
              "null",
              "ok",
              "error",
              "",
              "$gen_call",
              "$gen_cast")
          .map(Atom::new)
          .collect(Collectors.toUnmodifiableMap(Atom::value, Function.identity()));

  private final TermSource source;
  private final DecodeLimits limits;

  AtomReader(TermSource source, DecodeLimits limits) {
    this.source = source;
    this.limits = limits;
  }

  /** Reads a term that has to be an atom. */
  Atom read() {
    int tag = source.u8();
    Atom atom = read(tag);
    if (atom == null) {
      throw source.malformed("tag %d where an atom has to be".formatted(tag));
    }
    return atom;
  }

  /** Reads the atom whose tag was read already; returns null if that is not the tag of an atom. */
  Atom read(int tag) {
    return switch (tag) {
      case Tag.SMALL_ATOM_UTF8 -> utf8(source.u8());
      case Tag.ATOM_UTF8 -> utf8(source.u16());
      case Tag.SMALL_ATOM -> latin1(source.u8());
      case Tag.ATOM -> latin1(source.u16());
      default -> null;
    };
  }

  private Atom latin1(int length) {
    checkLength(length);
    return atom(new String(source.bytes(length), StandardCharsets.ISO_8859_1));
  }

  private Atom utf8(int length) {
    if (length > limits.atomLength() * MAX_BYTES_PER_CHARACTER) {
      throw source.malformed(
          "an atom of %d bytes: the most is %d characters".formatted(length, limits.atomLength()));
    }
    byte[] bytes = source.bytes(length);
    try {
      String name = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      checkLength(name.codePointCount(0, name.length()));
      return atom(name);
    } catch (CharacterCodingException e) {
      throw source.malformed("the name of an atom is not well-formed UTF-8");
    }
  }

  private void checkLength(int characters) {
    if (characters > limits.atomLength()) {
      throw source.malformed(
          "an atom of %d characters: the most is %d".formatted(characters, limits.atomLength()));
    }
  }

  private static Atom atom(String name) {
    Atom common = COMMON.get(name);
    return common != null ? common : new Atom(name);
  }
}
