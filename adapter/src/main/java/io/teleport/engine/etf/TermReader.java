package io.teleport.engine.etf;

import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.BinaryContent;
import io.teleport.term.BitString;
import io.teleport.term.FloatTerm;
import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.MapTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads one term, version byte excluded. Used once, by one thread. */
final class TermReader {

  private static final int MAX_LONG_BYTES = 7;

  private final TermSource source;
  private final DecodeLimits limits;
  private final AtomReader atoms;
  private final IdentifierReader identifiers;
  private final BinaryContent tail;
  private boolean tailTaken;
  private int terms;
  private int depth;

  /** How many elements were announced and not read yet. Each takes at least a byte. */
  private long owed = 1;

  TermReader(TermSource source, DecodeLimits limits, BinaryContent tail) {
    this.source = source;
    this.limits = limits;
    this.tail = tail;
    this.atoms = new AtomReader(source, limits);
    this.identifiers = new IdentifierReader(source, atoms);
  }

  /** Reads the term whose tag was read already, to the end of the source. */
  Term readAll(int tag) {
    Term term = read(tag);
    if (source.remaining() > 0) {
      throw source.malformed(source.remaining() + " bytes follow the term");
    }
    if (tail != null && !tailTaken) {
      throw source.malformed("the message has a tail, and its term does not end in a binary");
    }
    return term;
  }

  /** Reads a term that is part of another. */
  Term read() {
    return read(source.u8());
  }

  private Term read(int tag) {
    owed--;
    count(1);
    return switch (tag) {
      case Tag.SMALL_INTEGER -> IntegerTerm.of(source.u8());
      case Tag.INTEGER -> IntegerTerm.of(source.s32());
      case Tag.SMALL_BIG -> big(source.u8());
      case Tag.LARGE_BIG -> big(source.u32());
      case Tag.NEW_FLOAT -> newFloat();
      case Tag.FLOAT -> oldFloat();
      case Tag.BINARY -> binary();
      case Tag.TAIL_BINARY -> tailBinary();
      case Tag.BIT_BINARY -> bits();
      case Tag.NIL -> ListTerm.EMPTY;
      case Tag.STRING -> string();
      case Tag.SMALL_TUPLE -> tuple(source.u8());
      case Tag.LARGE_TUPLE -> tuple(source.u32());
      case Tag.LIST -> list();
      case Tag.MAP -> map();
      case Tag.NEW_FUN -> fun();
      default -> {
        Atom atom = atoms.read(tag);
        yield atom != null ? atom : identifiers.read(tag);
      }
    };
  }

  private void count(int more) {
    if (more > limits.terms() - terms) {
      throw source.malformed("more than %d terms (maxTerms)".formatted(limits.terms()));
    }
    terms += more;
  }

  /** Notes that elements were announced, before memory is spent on them. */
  private int announce(long elements) {
    owed += elements;
    if (owed > source.remaining()) {
      throw source.malformed(
          "%d elements are announced, in all %d are to come, and %d bytes are left"
              .formatted(elements, owed, source.remaining()));
    }
    if (elements > limits.terms() - terms) {
      throw source.malformed("more than %d terms (maxTerms)".formatted(limits.terms()));
    }
    return (int) elements;
  }

  private void descend() {
    if (++depth > limits.depth()) {
      throw source.malformed("terms are nested deeper than %d levels".formatted(limits.depth()));
    }
  }

  private Term[] elements(long announced) {
    Term[] elements = new Term[announce(announced)];
    descend();
    for (int i = 0; i < elements.length; i++) {
      elements[i] = read();
    }
    depth--;
    return elements;
  }

  private Term tuple(long arity) {
    return arity == 0 ? Tuple.EMPTY : Tuple.of(elements(arity));
  }

  private Term map() {
    long size = source.u32();
    if (size == 0) {
      return MapTerm.EMPTY;
    }
    Term[] keysAndValues = elements(2 * size);
    try {
      return MapTerm.of(keysAndValues);
    } catch (IllegalArgumentException e) {
      throw source.malformed("a map: " + e.getMessage());
    }
  }

  private Term string() {
    int length = source.u16();
    count(length);
    byte[] bytes = source.bytes(length);
    Term[] elements = new Term[length];
    for (int i = 0; i < length; i++) {
      elements[i] = IntegerTerm.of(bytes[i] & 0xFF);
    }
    return ListTerm.of(elements);
  }

  /**
   * Reads a list, and those that follow as its tail: they are one list, however often its encoder
   * cut it.
   */
  private Term list() {
    Term[] first = elements(listLength());
    int tag = source.u8();
    if (tag == Tag.NIL) {
      return ListTerm.of(first);
    }
    List<Term> all = new ArrayList<>(Arrays.asList(first));
    while (tag == Tag.LIST) {
      all.addAll(Arrays.asList(elements(listLength())));
      count(1);
      tag = source.u8();
    }
    descend();
    owed++;
    Term end = read(tag);
    depth--;
    return all.isEmpty() ? end : ListTerm.of(all, end);
  }

  /** Returns the announced number of elements; the tail, which follows them, takes a byte more. */
  private long listLength() {
    long elements = source.u32();
    if (elements >= source.remaining()) {
      throw source.malformed(
          "a list of %d elements is announced, and %d bytes are left"
              .formatted(elements, source.remaining()));
    }
    return elements;
  }

  private Term big(long length) {
    if (length > limits.integerBytes()) {
      throw source.malformed(
          "an integer of %d bytes: the most is %d".formatted(length, limits.integerBytes()));
    }
    int sign = source.u8();
    if (sign > 1) {
      throw source.malformed("the sign of an integer is %d: expected 0 or 1".formatted(sign));
    }
    byte[] bytes = source.bytes(length);
    if (bytes.length <= MAX_LONG_BYTES) {
      long value = 0;
      for (int i = bytes.length - 1; i >= 0; i--) {
        value = (value << 8) | (bytes[i] & 0xFF);
      }
      return IntegerTerm.of(sign == 0 ? value : -value);
    }
    for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
      byte swapped = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = swapped;
    }
    return IntegerTerm.of(new BigInteger(sign == 0 ? 1 : -1, bytes));
  }

  private Term newFloat() {
    return finite(Double.longBitsToDouble(source.u64()));
  }

  private Term oldFloat() {
    byte[] bytes = source.bytes(Tag.FLOAT_TEXT);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).strip();
    // Java also reads "NaN", "0x1p3" and "1d", which are no floats here.
    if (!text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0)) {
      throw source.malformed("a float that is not a decimal number");
    }
    try {
      return finite(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw source.malformed("a float that is not a decimal number");
    }
  }

  private Term finite(double value) {
    if (!Double.isFinite(value)) {
      throw source.malformed("a float that is not finite");
    }
    return new FloatTerm(value);
  }

  private Term binary() {
    long length = source.u32();
    if (tail != null && source.remaining() == 0) {
      if (length != tail.size()) {
        throw source.malformed(
            "the term ends in a binary of %d bytes, and the tail has %d"
                .formatted(length, tail.size()));
      }
      tailTaken = true;
      return Binary.of(tail);
    }
    if (length >= TermEncoder.REFERENCE_THRESHOLD) {
      return Binary.of(source.reference(length));
    }
    return length == 0 ? Binary.EMPTY : Binary.wrap(source.bytes(length));
  }

  private Term tailBinary() {
    if (tail == null || source.remaining() > 0) {
      throw source.malformed(
          "tag %d stands for the tail of a message, and %s"
              .formatted(Tag.TAIL_BINARY, tail == null ? "this one has none" : "more follows"));
    }
    tailTaken = true;
    return Binary.of(tail);
  }

  private Term bits() {
    long length = source.u32();
    int lastBits = source.u8();
    if (length == 0 || lastBits < 1 || lastBits > 8 || length > source.remaining()) {
      throw source.malformed(
          "a bit string of %d bytes with %d bits in the last, and %d bytes are left"
              .formatted(length, lastBits, source.remaining()));
    }
    byte[] bytes = source.bytes(length);
    return lastBits == 8 ? Binary.wrap(bytes) : BitString.of(bytes, lastBits);
  }

  private Term fun() {
    long start = source.position();
    long size = source.u32();
    FunHeader header = FunHeader.read(source, atoms, identifiers);
    Term[] captured = elements(header.captured());
    if (tailTaken && tail.size() == BinaryContent.UNKNOWN_SIZE) {
      throw source.malformed("a fun ends in a binary of unknown length");
    }
    long read = source.position() - start + (tailTaken ? tail.size() : 0);
    if (read != size) {
      throw source.malformed("a fun of %d bytes says it has %d".formatted(read, size));
    }
    return header.fun(List.of(captured));
  }
}
