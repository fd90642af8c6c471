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
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes terms in the external term format, large binaries by reference.
 *
 * <p>A binary of {@value #REFERENCE_THRESHOLD} bytes or more becomes a segment that refers to where
 * its bytes lie; the memory of a received message is retained, a file is opened. If the encoded
 * term ends in such a binary, that is the tail of the {@link GatherList}. A binary whose content is
 * a stream is written by whoever sends the list, and so can be the tail only.
 */
public final class TermEncoder {

  /** Binaries of this many bytes or more are referred to, smaller ones are copied. */
  public static final int REFERENCE_THRESHOLD = 4096;

  private static final int NO_TAIL = 0;

  private final GatherBuffer out;
  private final BinaryWriter binaries;

  private TermEncoder(int headroom) {
    this.out = new GatherBuffer(headroom);
    this.binaries = new BinaryWriter(out);
  }

  /**
   * Encodes a term.
   *
   * @param term what to encode
   * @param headroom number of bytes to leave free at the begin of the first segment
   * @return the segments, which the caller owns and has to release
   * @throws IllegalArgumentException if the term is nested deeper than {@value
   *     DecodeLimits#MAX_DEPTH} levels, or holds a stream elsewhere than at its end
   * @throws java.io.UncheckedIOException if a file of the term cannot be opened, or is shorter than
   *     it was
   * @throws io.teleport.term.PayloadReleasedException if the term refers to memory that was given
   *     back
   */
  public static GatherList encode(Term term, int headroom) {
    TermEncoder encoder = new TermEncoder(headroom);
    boolean done = false;
    try {
      encoder.out.u8(Tag.VERSION);
      encoder.write(term, 0);
      GatherList list = encoder.finish(headroom);
      done = true;
      return list;
    } finally {
      if (!done) {
        encoder.out.release();
      }
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

  private void write(Term term, int depth) {
    if (depth > DecodeLimits.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "the term is nested deeper than %d levels, which no receiver accepts"
              .formatted(DecodeLimits.MAX_DEPTH));
    }
    binaries.checkNotEnded();
    if (term instanceof Atom atom) {
      atom(atom);
    } else if (term instanceof Binary binary) {
      binaries.write(binary);
    } else if (term instanceof IntegerTerm integer) {
      integer(integer);
    } else if (term instanceof Tuple tuple) {
      tuple(tuple, depth);
    } else if (term instanceof ListTerm list) {
      list(list, depth);
    } else if (term instanceof MapTerm map) {
      map(map, depth);
    } else if (term instanceof FloatTerm number) {
      out.u8(Tag.NEW_FLOAT);
      out.u64(Double.doubleToRawLongBits(number.value()));
    } else if (term instanceof BitString bits) {
      bits(bits);
    } else {
      identifier(term, depth);
    }
  }

  private void identifier(Term term, int depth) {
    if (term instanceof Pid pid) {
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

  private void atom(Atom atom) {
    byte[] name = atom.value().getBytes(StandardCharsets.UTF_8);
    if (name.length <= 0xFF) {
      out.u8(Tag.SMALL_ATOM_UTF8);
      out.u8(name.length);
    } else {
      out.u8(Tag.ATOM_UTF8);
      out.u16(name.length);
    }
    out.bytes(name);
  }

  private void integer(IntegerTerm integer) {
    if (!integer.isLong()) {
      big(integer.bigValue());
      return;
    }
    long value = integer.longValue();
    if (value >= 0 && value <= 0xFF) {
      out.u8(Tag.SMALL_INTEGER);
      out.u8((int) value);
    } else if (value == (int) value) {
      out.tagged(Tag.INTEGER, value);
    } else {
      // The magnitude of the smallest long is right when it is read as unsigned.
      long magnitude = Math.abs(value);
      int bytes = (Long.SIZE - Long.numberOfLeadingZeros(magnitude) + 7) / 8;
      out.u8(Tag.SMALL_BIG);
      out.u8(bytes);
      out.u8(value < 0 ? 1 : 0);
      for (int i = 0; i < bytes; i++) {
        out.u8((int) (magnitude >>> (8 * i)));
      }
    }
  }

  private void big(BigInteger value) {
    byte[] magnitude = value.abs().toByteArray();
    int first = magnitude[0] == 0 ? 1 : 0;
    int count = magnitude.length - first;
    if (count <= 0xFF) {
      out.u8(Tag.SMALL_BIG);
      out.u8(count);
    } else {
      out.tagged(Tag.LARGE_BIG, count);
    }
    out.u8(value.signum() < 0 ? 1 : 0);
    for (int i = magnitude.length - 1; i >= first; i--) {
      out.u8(magnitude[i]);
    }
  }

  private void tuple(Tuple tuple, int depth) {
    List<Term> elements = tuple.elements();
    if (elements.size() <= 0xFF) {
      out.u8(Tag.SMALL_TUPLE);
      out.u8(elements.size());
    } else {
      out.tagged(Tag.LARGE_TUPLE, elements.size());
    }
    for (Term element : elements) {
      write(element, depth + 1);
    }
  }

  private void list(ListTerm list, int depth) {
    List<Term> elements = list.elements();
    if (elements.isEmpty()) {
      out.u8(Tag.NIL);
      return;
    }
    if (isString(list)) {
      out.u8(Tag.STRING);
      out.u16(elements.size());
      for (Term element : elements) {
        out.u8(((IntegerTerm) element).intValue());
      }
      return;
    }
    out.tagged(Tag.LIST, elements.size());
    for (Term element : elements) {
      write(element, depth + 1);
    }
    if (list.isProper()) {
      binaries.checkNotEnded();
      out.u8(Tag.NIL);
    } else {
      write(list.tail().orElseThrow(), depth + 1);
    }
  }

  private static boolean isString(ListTerm list) {
    if (!list.isProper() || list.elements().size() > Tag.MAX_STRING) {
      return false;
    }
    for (Term element : list.elements()) {
      if (!isByte(element)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isByte(Term term) {
    return term instanceof IntegerTerm integer
        && integer.isLong()
        && integer.longValue() >= 0
        && integer.longValue() <= 0xFF;
  }

  private void map(MapTerm map, int depth) {
    out.tagged(Tag.MAP, map.size());
    map.entries()
        .forEach(
            (key, value) -> {
              write(key, depth + 1);
              write(value, depth + 1);
            });
  }

  private void bits(BitString bits) {
    byte[] bytes = bits.toByteArray();
    out.tagged(Tag.BIT_BINARY, bytes.length);
    out.u8(bits.lastBits());
    out.bytes(bytes);
  }

  private void pid(Pid pid) {
    out.u8(Tag.NEW_PID);
    atom(pid.node());
    out.u32(pid.id());
    out.u32(pid.serial());
    out.u32(pid.creation());
  }

  private void reference(Reference reference) {
    out.u8(Tag.NEWER_REFERENCE);
    out.u16(reference.words().size());
    atom(reference.node());
    out.u32(reference.creation());
    reference.words().forEach(out::u32);
  }

  private void port(Port port) {
    boolean large = port.id() < 0 || port.id() > Tag.MAX_NEW_PORT_ID;
    out.u8(large ? Tag.V4_PORT : Tag.NEW_PORT);
    atom(port.node());
    if (large) {
      out.u64(port.id());
    } else {
      out.u32(port.id());
    }
    out.u32(port.creation());
  }

  private void export(Export export) {
    out.u8(Tag.EXPORT);
    atom(export.module());
    atom(export.function());
    out.u8(Tag.SMALL_INTEGER);
    out.u8(export.arity());
  }

  private void fun(Fun fun, int depth) {
    out.u8(Tag.NEW_FUN);
    long sizeAt = out.length();
    out.u32(0);
    out.u8(fun.arity());
    out.bytes(fun.unique().toByteArray());
    out.u32(fun.index());
    out.u32(fun.captured().size());
    atom(fun.module());
    integer(IntegerTerm.of(fun.oldIndex()));
    integer(IntegerTerm.of(fun.oldUnique()));
    pid(fun.creator());
    for (Term captured : fun.captured()) {
      write(captured, depth + 1);
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
