package io.teleport.term;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Reads strings, and binaries and bit strings of numbers and strings, {@code
 * <<1,2:4,"text"/utf8>>}, with the types, sizes and byte orders of Erlang's bit syntax. Binaries
 * within binaries are not read.
 *
 * @see <a href="https://www.erlang.org/doc/system/bit_syntax.html">Erlang: Bit Syntax</a>
 */
final class BinarySyntax {

  /** Bits that all binaries of a text may have together; the size of one can be a few digits. */
  private static final long MAX_BITS = 8L * TermParser.MAX_LENGTH;

  private static final int NOT_GIVEN = -1;
  private static final int MAX_UNIT = 256;

  /** What the elements of a segment are. */
  private enum Type {
    INTEGER,
    FLOAT,
    UTF
  }

  /**
   * How the elements of a segment are written.
   *
   * @param bits number of bits of each, if it is not text
   * @param charset how it is written, if it is text
   */
  private record Form(Type type, int bits, boolean littleEndian, Charset charset) {}

  private final SyntaxText text;
  private final NumberSyntax numbers;
  private final QuotedSyntax quoted;
  private long spent;

  BinarySyntax(SyntaxText text, NumberSyntax numbers, QuotedSyntax quoted) {
    this.text = text;
    this.numbers = numbers;
    this.quoted = quoted;
  }

  /** Reads strings in a row, the first of which comes next, as one. */
  String strings() {
    StringBuilder out = new StringBuilder();
    do {
      if (text.peek(1) == '"' && text.peek(2) == '"') {
        throw text.expected("a term", "\"\"\", the begin of a string of several lines");
      }
      out.append(quoted.quoted());
      text.skipSpace();
    } while (text.peek() == '"');
    return out.toString();
  }

  /** Reads a binary or bit string, whose begin comes next. */
  Term binary() {
    text.require("<<", "\"<<\"");
    BitBuffer out = new BitBuffer();
    if (!text.take(">>")) {
      do {
        segment(out);
      } while (text.take(","));
      text.require(">>", "\",\" or \">>\"");
    }
    return out.finish();
  }

  private void segment(BitBuffer out) {
    text.skipSpace();
    int start = text.offset();
    if (text.peek() == '"') {
      String string = strings();
      Form form = form();
      string.codePoints().forEach(c -> write(out, start, IntegerTerm.of(c), form));
      return;
    }
    int c = text.peek();
    if (!NumberSyntax.begins(c) && c != '-' && c != '+') {
      throw text.expected("a number or a string");
    }
    Term number = numbers.number();
    write(out, start, number, form());
  }

  /** Reads size, type, byte order and unit, all of which may be left out. */
  private Form form() {
    int size = text.take(":") ? size() : NOT_GIVEN;
    int unit = NOT_GIVEN;
    boolean littleEndian = false;
    String type = "integer";
    int start = text.offset();
    if (text.take("/")) {
      do {
        text.skipSpace();
        int wordStart = text.offset();
        String word = text.word();
        switch (word) {
          case "integer", "float", "utf8", "utf16", "utf32" -> type = word;
          case "signed", "unsigned", "big" -> {}
          case "little" -> littleEndian = true;
          case "unit" -> {
            text.require(":", "\":\"");
            unit = numbers.size();
          }
          default ->
              throw text.expected(
                  wordStart,
                  "integer, float, utf8, utf16, utf32, big, little or unit",
                  word.isEmpty() ? "something else" : word);
        }
      } while (text.take("-"));
    }
    if (type.startsWith("utf")) {
      if (size != NOT_GIVEN || unit != NOT_GIVEN) {
        throw text.expected(start, "no size of what is " + type, "one");
      }
      return new Form(Type.UTF, 0, littleEndian, charset(type, littleEndian));
    }
    if (unit == 0 || unit > MAX_UNIT || (unit != NOT_GIVEN && size == NOT_GIVEN)) {
      throw text.expected(start, "a unit of 1 to " + MAX_UNIT + ", and a size before it", "other");
    }
    boolean isFloat = type.equals("float");
    long bits = size == NOT_GIVEN ? (isFloat ? Double.SIZE : Byte.SIZE) : (long) size * unit(unit);
    if (bits > MAX_BITS) {
      throw tooLarge(start);
    }
    if (littleEndian && bits % Byte.SIZE != 0) {
      throw text.expected(start, "whole bytes, as they are little endian", bits + " bits");
    }
    return new Form(isFloat ? Type.FLOAT : Type.INTEGER, (int) bits, littleEndian, null);
  }

  private static int unit(int unit) {
    return unit == NOT_GIVEN ? 1 : unit;
  }

  private int size() {
    boolean isParenthesised = text.take("(");
    int size = numbers.size();
    if (isParenthesised) {
      text.require(")", "\")\"");
    }
    return size;
  }

  private static Charset charset(String type, boolean littleEndian) {
    if (type.equals("utf8")) {
      return StandardCharsets.UTF_8;
    }
    return Charset.forName(
        (type.equals("utf16") ? "UTF-16" : "UTF-32") + (littleEndian ? "LE" : "BE"));
  }

  private void write(BitBuffer out, int start, Term number, Form form) {
    switch (form.type()) {
      case INTEGER -> {
        if (!(number instanceof IntegerTerm integer)) {
          throw text.expected(start, "an integer, or /float after it", number.toString());
        }
        spend(form.bits(), start);
        out.integer(integer.bigValue(), form.bits(), form.littleEndian());
      }
      case FLOAT -> real(out, start, number, form);
      case UTF -> {
        if (!(number instanceof IntegerTerm integer) || !isCharacter(integer.bigValue())) {
          throw text.expected(start, "a character of Unicode", number.toString());
        }
        spend(Integer.SIZE, start);
        out.bytes(Character.toString(integer.intValue()).getBytes(form.charset()));
      }
    }
  }

  private void real(BitBuffer out, int start, Term number, Form form) {
    double value =
        number instanceof FloatTerm real
            ? real.value()
            : ((IntegerTerm) number).bigValue().doubleValue();
    ByteBuffer bytes = ByteBuffer.allocate(form.bits() == Double.SIZE ? Double.BYTES : Float.BYTES);
    bytes.order(form.littleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    if (form.bits() == Double.SIZE && Double.isFinite(value)) {
      bytes.putDouble(value);
    } else if (form.bits() == Float.SIZE && Float.isFinite((float) value)) {
      bytes.putFloat((float) value);
    } else {
      throw text.expected(
          start, "a float that fits into 64 or 32 bits", number + " in " + form.bits() + " bits");
    }
    spend(form.bits(), start);
    out.bytes(bytes.array());
  }

  private static boolean isCharacter(BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > 31) {
      return false;
    }
    int c = value.intValue();
    return Character.isValidCodePoint(c)
        && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
  }

  private void spend(int bits, int start) {
    spent += bits;
    if (spent > MAX_BITS) {
      throw tooLarge(start);
    }
  }

  private TermSyntaxException tooLarge(int start) {
    return text.expected(
        start, "binaries of at most %d bytes together".formatted(MAX_BITS / Byte.SIZE), "more");
  }
}
