package io.teleport.bench.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples in Erlang's external term format, written and read as plainly as can be, so that no peer
 * is the judge of another. Reads the forms that the peers write.
 *
 * @see <a href="https://www.erlang.org/doc/apps/erts/erl_ext_dist.html">External Term Format</a>
 */
final class ReferenceEncoding {

  private static final int VERSION = 131;
  private static final int SMALL_INTEGER = 97;
  private static final int INTEGER = 98;
  private static final int ATOM_LATIN1 = 100;
  private static final int SMALL_TUPLE = 104;
  private static final int NIL = 106;
  private static final int LIST = 108;
  private static final int BINARY = 109;
  private static final int MAP = 116;
  private static final int SMALL_ATOM_UTF8 = 119;

  private ReferenceEncoding() {}

  /** Returns the bytes of a sample. */
  static byte[] encode(Sample sample) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(VERSION);
    write(sample, out);
    return out.toByteArray();
  }

  private static void write(Sample sample, ByteArrayOutputStream out) {
    if (sample instanceof Sample.Name name) {
      byte[] text = name.text().getBytes(StandardCharsets.UTF_8);
      out.write(SMALL_ATOM_UTF8);
      out.write(text.length);
      out.writeBytes(text);
    } else if (sample instanceof Sample.Number number && number.value() >> 8 == 0) {
      out.write(SMALL_INTEGER);
      out.write((int) number.value());
    } else if (sample instanceof Sample.Number number) {
      tagged(INTEGER, Math.toIntExact(number.value()), out);
    } else if (sample instanceof Sample.Bytes bytes) {
      tagged(BINARY, bytes.bytes().length, out);
      out.writeBytes(bytes.bytes());
    } else if (sample instanceof Sample.Group group) {
      out.write(SMALL_TUPLE);
      out.write(group.elements().size());
      group.elements().forEach(element -> write(element, out));
    } else if (sample instanceof Sample.Sequence sequence) {
      tagged(LIST, sequence.elements().size(), out);
      sequence.elements().forEach(element -> write(element, out));
      out.write(NIL);
    } else if (sample instanceof Sample.Table table) {
      tagged(MAP, table.entries().size(), out);
      table
          .entries()
          .forEach(
              (key, value) -> {
                write(key, out);
                write(value, out);
              });
    }
  }

  private static void tagged(int tag, int value, ByteArrayOutputStream out) {
    out.write(tag);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }

  /** Returns the sample of some bytes. */
  static Sample decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if ((in.get() & 0xFF) != VERSION) {
      throw new IllegalArgumentException("the first byte is not that of a term");
    }
    Sample sample = read(in);
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(in.remaining() + " bytes follow the term");
    }
    return sample;
  }

  private static Sample read(ByteBuffer in) {
    int tag = in.get() & 0xFF;
    return switch (tag) {
      case SMALL_INTEGER -> new Sample.Number(in.get() & 0xFF);
      case INTEGER -> new Sample.Number(in.getInt());
      case SMALL_ATOM_UTF8 ->
          new Sample.Name(new String(bytes(in, in.get() & 0xFF), StandardCharsets.UTF_8));
      case ATOM_LATIN1 ->
          new Sample.Name(new String(bytes(in, in.getShort()), StandardCharsets.ISO_8859_1));
      case BINARY -> new Sample.Bytes(bytes(in, in.getInt()));
      case SMALL_TUPLE -> new Sample.Group(elements(in, in.get() & 0xFF));
      case LIST -> list(in);
      case MAP -> table(in);
      default -> throw new IllegalArgumentException("tag " + tag + " was not expected");
    };
  }

  private static Sample list(ByteBuffer in) {
    List<Sample> elements = elements(in, in.getInt());
    if (in.get() != NIL) {
      throw new IllegalArgumentException("a list does not end in nil");
    }
    return new Sample.Sequence(elements);
  }

  private static Sample table(ByteBuffer in) {
    int count = in.getInt();
    Map<Sample, Sample> entries = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      Sample key = read(in);
      entries.put(key, read(in));
    }
    return new Sample.Table(entries);
  }

  private static List<Sample> elements(ByteBuffer in, int count) {
    List<Sample> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(read(in));
    }
    return elements;
  }

  private static byte[] bytes(ByteBuffer in, int count) {
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }
}
