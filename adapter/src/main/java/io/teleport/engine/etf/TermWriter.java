package io.teleport.engine.etf;

import io.teleport.engine.net.GatherList;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.BinaryContent;
import io.teleport.term.BitString;
import io.teleport.term.Export;
import io.teleport.term.FloatTerm;
import io.teleport.term.Fun;
import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.MapTerm;
import io.teleport.term.Pid;
import io.teleport.term.Port;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.math.BigInteger;

/** Writes one term after the other into a buffer of its own. Used by one thread at a time. */
final class TermWriter {

  private static final int NO_TAIL = 0;

  private final GatherBuffer out = new GatherBuffer();
  private final BinaryWriter binaries = new BinaryWriter(out);
  private final PieceWriter pieces = new PieceWriter(this, out);

  /** Encodes a term or a Java value that stands for one; see {@link TermEncoder#write}. */
  GatherList encode(Object value, int headroom) {
    boolean done = false;
    try {
      out.begin(headroom);
      out.u8(Tag.VERSION);
      if (value instanceof Term term) {
        out.position(write(term, 0, out.position()));
      } else {
        pieces.write(value);
      }
      binaries.checkEnd();
      GatherList list = finish(headroom);
      done = true;
      return list;
    } finally {
      if (!done) {
        out.release();
      }
      binaries.clear();
    }
  }

  private GatherList finish(int headroom) {
    BinaryContent pumped = binaries.pumped();
    long length = out.length() - headroom;
    long tail = pumped != null ? pumped.size() : NO_TAIL;
    if (pumped == null && binaries.lastReferenceEnd() == out.length()) {
      tail = binaries.lastReferenceSize();
      length -= tail;
    }
    return new GatherList(out.finish(), headroom, length, tail, pumped);
  }

  /**
   * Writes a term of any kind; small, so that it is compiled into the loops over elements.
   *
   * @param at where the buffer's next byte is
   * @return where it is then
   */
  int write(Term term, int depth, int at) {
    if (term instanceof IntegerTerm integer && integer.isLong()) {
      return out.integer(at, integer.longValue());
    } else if (term instanceof Binary binary && BinaryWriter.isCopied(binary)) {
      return out.binary(at, binary, (int) binary.size());
    } else if (term instanceof Atom atom) {
      return out.atom(at, atom);
    }
    return compound(term, depth, at);
  }

  /** Writes a term that is most likely a small binary. */
  private int key(Term term, int depth, int at) {
    if (term instanceof Binary binary && BinaryWriter.isCopied(binary)) {
      return out.binary(at, binary, (int) binary.size());
    }
    return write(term, depth, at);
  }

  private int compound(Term term, int depth, int at) {
    if (term instanceof Tuple tuple) {
      return tuple(tuple, depth, at);
    } else if (term instanceof ListTerm list) {
      return list(list, depth, at);
    } else if (term instanceof MapTerm map) {
      return map(map, depth, at);
    }
    out.position(at);
    other(term, depth);
    return out.position();
  }

  /** Returns the depth of the elements of a term. */
  static int below(int depth) {
    if (depth >= DecodeLimits.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "the term is nested deeper than %d levels, which no receiver accepts"
              .formatted(DecodeLimits.MAX_DEPTH));
    }
    return depth + 1;
  }

  /** Writes what is rare; apart, so that the stack of the method above stays small. */
  private void other(Term term, int depth) {
    if (term instanceof IntegerTerm integer) {
      big(integer.bigValue());
    } else if (term instanceof Binary binary) {
      binaries.write(binary);
    } else if (term instanceof FloatTerm number) {
      out.u8(Tag.NEW_FLOAT);
      out.u64(Double.doubleToRawLongBits(number.value()));
    } else if (term instanceof BitString bits) {
      bits(bits);
    } else if (term instanceof Pid pid) {
      pid(pid);
    } else if (term instanceof Reference reference) {
      reference(reference);
    } else if (term instanceof Port port) {
      port(port);
    } else if (term instanceof Export export) {
      export(export);
    } else if (term instanceof Fun fun) {
      fun(fun, depth);
    } else {
      throw new AssertionError("a term of " + term.getClass());
    }
  }

  private void big(BigInteger value) {
    byte[] magnitude = value.abs().toByteArray();
    int first = magnitude[0] == 0 ? 1 : 0;
    int count = magnitude.length - first;
    if (count <= 0xFF) {
      out.tagged8(Tag.SMALL_BIG, count);
    } else {
      out.tagged(Tag.LARGE_BIG, count);
    }
    out.u8(value.signum() < 0 ? 1 : 0);
    for (int i = magnitude.length - 1; i >= first; i--) {
      out.u8(magnitude[i]);
    }
  }

  private int tuple(Tuple tuple, int depth, int at) {
    int size = tuple.size();
    int next =
        size <= 0xFF
            ? out.tagged8(at, Tag.SMALL_TUPLE, size)
            : out.tagged(at, Tag.LARGE_TUPLE, size);
    if (size == 0) {
      return next;
    }
    int below = below(depth);
    // Most tuples are short; written out, so that an element is found without counting.
    next = write(tuple.get(0), below, next);
    if (size > 1) {
      next = write(tuple.get(1), below, next);
    }
    if (size > 2) {
      next = write(tuple.get(2), below, next);
    }
    for (int i = 3; i < size; i++) {
      next = write(tuple.get(i), below, next);
    }
    return next;
  }

  private int list(ListTerm list, int depth, int at) {
    int size = list.size();
    if (size == 0) {
      return out.u8(at, Tag.NIL);
    }
    if (list.hasNumbersOnly()) {
      return numbers(list, depth, at);
    }
    int below = below(depth);
    int next = out.tagged(at, Tag.LIST, size);
    for (int i = 0; i < size; i++) {
      next = write(list.get(i), below, next);
    }
    return list.isProper() ? out.u8(next, Tag.NIL) : write(list.tail().orElseThrow(), below, next);
  }

  private int numbers(ListTerm list, int depth, int at) {
    int size = list.size();
    below(depth);
    if (size <= Tag.MAX_STRING && list.hasBytesOnly()) {
      return out.string(at, list);
    }
    int next = out.tagged(at, Tag.LIST, size);
    next = out.integers(next, list);
    return out.u8(next, Tag.NIL);
  }

  private int map(MapTerm map, int depth, int at) {
    int size = map.size();
    int next = out.tagged(at, Tag.MAP, size);
    int below = size == 0 ? depth : below(depth);
    for (int i = 0; i < size; i++) {
      next = key(map.keyAt(i), below, next);
      next = write(map.valueAt(i), below, next);
    }
    return next;
  }

  private void bits(BitString bits) {
    byte[] bytes = bits.toByteArray();
    out.tagged(Tag.BIT_BINARY, bytes.length);
    out.u8(bits.lastBits());
    out.bytes(bytes);
  }

  private void pid(Pid pid) {
    out.u8(Tag.NEW_PID);
    out.atom(pid.node());
    out.u32(pid.id());
    out.u32(pid.serial());
    out.u32(pid.creation());
  }

  private void reference(Reference reference) {
    out.u8(Tag.NEWER_REFERENCE);
    out.u16(reference.words().size());
    out.atom(reference.node());
    out.u32(reference.creation());
    reference.words().forEach(out::u32);
  }

  private void port(Port port) {
    boolean large = port.id() < 0 || port.id() > Tag.MAX_NEW_PORT_ID;
    out.u8(large ? Tag.V4_PORT : Tag.NEW_PORT);
    out.atom(port.node());
    if (large) {
      out.u64(port.id());
    } else {
      out.u32(port.id());
    }
    out.u32(port.creation());
  }

  private void export(Export export) {
    out.u8(Tag.EXPORT);
    out.atom(export.module());
    out.atom(export.function());
    out.tagged8(Tag.SMALL_INTEGER, export.arity());
  }

  private void fun(Fun fun, int depth) {
    out.u8(Tag.NEW_FUN);
    long sizeAt = out.length();
    out.u32(0);
    out.u8(fun.arity());
    out.bytes(fun.unique().toByteArray());
    out.u32(fun.index());
    out.u32(fun.captured().size());
    out.atom(fun.module());
    out.integer(fun.oldIndex());
    out.integer(fun.oldUnique());
    pid(fun.creator());
    for (Term captured : fun.captured()) {
      out.position(write(captured, below(depth), out.position()));
    }
    BinaryContent stream = binaries.pumped();
    if (stream != null && stream.size() == BinaryContent.UNKNOWN_SIZE) {
      throw new IllegalArgumentException(
          "a fun cannot capture a stream of unknown length, because its size comes first");
    }
    long size = out.length() - sizeAt + (stream == null ? 0 : stream.size());
    if (size > Tag.MAX_FUN) {
      throw new IllegalArgumentException(
          "a fun of %d bytes: the most is %d".formatted(size, Tag.MAX_FUN));
    }
    out.patchU32(sizeAt, size);
  }
}
