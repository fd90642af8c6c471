package io.teleport.engine.etf;

import io.teleport.term.Atom;
import io.teleport.term.BinaryContent;
import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.MapTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads one term, version byte excluded. Used once, by one thread. */
final class TermReader {

  // Where tag and number are in what TermSource.head returns.
  private static final int TAG_SHIFT = 56;
  private static final int NUMBER8_SHIFT = 48;
  private static final int NUMBER32_SHIFT = 24;

  private static final long UNSIGNED = 0xFFFF_FFFFL;

  private final TermSource source;
  private final DecodeLimits limits;
  private final AtomReader atoms;
  private final BinaryReader binaries;

  /** How many terms were announced. */
  private int terms = 1;

  private int depth;

  /** How many elements were announced and not read yet. Each takes at least a byte. */
  private long owed = 1;

  TermReader(TermSource source, DecodeLimits limits, AtomReader atoms, BinaryContent tail) {
    this.source = source;
    this.limits = limits;
    this.atoms = atoms;
    this.binaries = new BinaryReader(source, tail);
  }

  /** Reads the term, to the end of the source. */
  Term readAll() {
    Term term = read();
    if (source.remaining() > 0) {
      throw source.malformed(source.remaining() + " bytes follow the term");
    }
    if (binaries.lacksTail()) {
      throw source.malformed("the message has a tail, and its term does not end in a binary");
    }
    return term;
  }

  /** Reads the term; others may follow it. */
  Term readFirst() {
    return read();
  }

  private Term read() {
    owed--;
    long head = source.head();
    int tag = (int) (head >>> TAG_SHIFT);
    return switch (tag) {
      case Tag.SMALL_INTEGER -> IntegerTerm.of(number8(head));
      case Tag.INTEGER -> IntegerTerm.of(number32(head));
      case Tag.BINARY -> binaries.binary(number32(head) & UNSIGNED);
      case Tag.SMALL_ATOM_UTF8 -> atoms.utf8(source, number8(head));
      case Tag.SMALL_TUPLE -> tuple(number8(head));
      case Tag.LARGE_TUPLE -> tuple(number32(head) & UNSIGNED);
      case Tag.LIST -> list(number32(head) & UNSIGNED);
      case Tag.MAP -> map(number32(head) & UNSIGNED);
      case Tag.NIL -> {
        source.take(1);
        yield ListTerm.EMPTY;
      }
      default -> {
        source.take(1);
        yield other(tag);
      }
    };
  }

  /** Reads over a tag and a number of 8 bits, and returns the number. */
  private int number8(long head) {
    source.take(2);
    return (int) (head >>> NUMBER8_SHIFT) & 0xFF;
  }

  /** Reads over a tag and a number of 32 bits, and returns the number. */
  private int number32(long head) {
    source.take(1 + Integer.BYTES);
    return (int) (head >>> NUMBER32_SHIFT);
  }

  /** Reads what is rare; apart, so that the stack of the method above stays small. */
  private Term other(int tag) {
    return switch (tag) {
      case Tag.SMALL_BIG -> NumberReader.big(source, limits, source.u8());
      case Tag.LARGE_BIG -> NumberReader.big(source, limits, source.u32());
      case Tag.NEW_FLOAT -> NumberReader.newFloat(source);
      case Tag.FLOAT -> NumberReader.oldFloat(source);
      case Tag.TAIL_BINARY -> binaries.tail();
      case Tag.BIT_BINARY -> binaries.bits();
      case Tag.STRING -> string();
      case Tag.NEW_FUN -> fun();
      default -> {
        Atom atom = atoms.read(source, tag);
        yield atom != null ? atom : new IdentifierReader(source, atoms).read(tag);
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
    // no more than bytes are left, but those may be more than an int can count
    count((int) Math.min(elements, Integer.MAX_VALUE));
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
    fill(elements, 0);
    depth--;
    return elements;
  }

  private void fill(Term[] elements, int from) {
    for (int i = from; i < elements.length; i++) {
      elements[i] = read();
    }
  }

  private Term tuple(long arity) {
    if (arity == 0) {
      return Tuple.EMPTY;
    }
    if (arity > 3) {
      return Tuple.wrap(elements(arity));
    }
    announce(arity);
    descend();
    Term first = read();
    Tuple tuple;
    if (arity == 1) {
      tuple = Tuple.of(first);
    } else {
      Term second = read();
      tuple = arity == 2 ? Tuple.of(first, second) : Tuple.of(first, second, read());
    }
    depth--;
    return tuple;
  }

  private Term map(long size) {
    if (size == 0) {
      return MapTerm.EMPTY;
    }
    Term[] keysAndValues = elements(2 * size);
    try {
      return MapTerm.wrap(keysAndValues);
    } catch (IllegalArgumentException e) {
      throw source.malformed("a map: " + e.getMessage());
    }
  }

  private Term string() {
    int length = source.u16();
    count(length);
    if (length == 0) {
      return ListTerm.EMPTY;
    }
    // Its bytes are elements: in the other form the same list is as deep.
    descend();
    depth--;
    return ListTerm.wrap(source.bytes(length));
  }

  /**
   * Reads a list, and those that follow as its tail: they are one list, however often its encoder
   * cut it.
   */
  private Term list(long announced) {
    long length = checkList(announced);
    if (length > 0 && NumberRun.beginsWith(source.peek())) {
      return numbers(announce(length));
    }
    return listEnd(elements(length));
  }

  /** Reads a list that begins with a number. */
  private Term numbers(int length) {
    descend();
    NumberRun run = NumberRun.read(source, length);
    owed -= run.count();
    if (run.count() == length && source.peek() == Tag.NIL) {
      source.advance(1);
      depth--;
      return run.list();
    }
    Term[] elements = run.terms();
    fill(elements, run.count());
    depth--;
    return listEnd(elements);
  }

  private Term listEnd(Term[] first) {
    int tag = source.peek();
    if (tag == Tag.NIL) {
      source.advance(1);
      return ListTerm.wrap(first);
    }
    List<Term> all = new ArrayList<>(Arrays.asList(first));
    while (tag == Tag.LIST) {
      source.advance(1);
      all.addAll(Arrays.asList(elements(checkList(source.u32()))));
      count(1);
      tag = source.peek();
    }
    descend();
    count(1);
    owed++;
    Term end = read();
    depth--;
    return all.isEmpty() ? end : ListTerm.of(all, end);
  }

  /** Checks an announced number of elements; the tail, which follows them, takes a byte more. */
  private long checkList(long elements) {
    if (elements >= source.remaining()) {
      throw source.malformed(
          "a list of %d elements is announced, and %d bytes are left"
              .formatted(elements, source.remaining()));
    }
    return elements;
  }

  private Term fun() {
    long start = source.position();
    long size = source.u32();
    FunHeader header = FunHeader.read(source, atoms);
    Term[] captured = elements(header.captured());
    if (binaries.tailSize() == BinaryContent.UNKNOWN_SIZE) {
      throw source.malformed("a fun ends in a binary of unknown length");
    }
    long read = source.position() - start + binaries.tailSize();
    if (read != size) {
      throw source.malformed("a fun of %d bytes says it has %d".formatted(read, size));
    }
    return header.fun(List.of(captured));
  }
}
