package io.teleport.term;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads terms as text, and as values that are written as text. */
final class TextReading {

  /** The longest text that is a number or a time; reading long numbers takes very long. */
  private static final int MAX_PARSED = 8192;

  private static final int UUID_SIZE = 16;

  /** What the decoder of the JDK puts in the place of what is malformed. */
  private static final char REPLACEMENT = '\uFFFD';

  private TextReading() {}

  static String text(Term term, String expected) {
    if (term instanceof Binary binary) {
      return text(binary);
    } else if (term instanceof Atom atom) {
      return atom.value();
    } else if (term instanceof ListTerm list && list.isProper()) {
      return codePoints(list, expected);
    }
    throw new Mismatch(expected, term);
  }

  private static String text(Binary binary) {
    if (binary.content() instanceof BinaryContent.Heap heap) {
      String text = new String(heap.array(), heap.offset(), heap.length(), StandardCharsets.UTF_8);
      if (text.indexOf(REPLACEMENT) < 0) {
        return text;
      }
    }
    try {
      return binary.asString();
    } catch (TermConversionException e) {
      throw new Mismatch(e.expected(), e.found(), e);
    }
  }

  private static String codePoints(ListTerm list, String expected) {
    StringBuilder text = new StringBuilder(list.size());
    for (int i = 0; i < list.size(); i++) {
      long codePoint = list.hasNumbersOnly() ? list.longAt(i) : -1;
      if (codePoint < 0 || codePoint > Character.MAX_CODE_POINT) {
        throw new Mismatch(
            expected + " or a list of code points",
            "a list that holds " + TermNoun.of(firstOther(list)));
      }
      text.appendCodePoint((int) codePoint);
    }
    return text.toString();
  }

  private static Term firstOther(ListTerm list) {
    int i = 0;
    while (list.get(i) instanceof IntegerTerm integer
        && integer.isLong()
        && integer.longValue() >= 0
        && integer.longValue() <= Character.MAX_CODE_POINT) {
      i++;
    }
    return list.get(i);
  }

  static Object character(Term term) {
    String text = text(term, "a character");
    if (text.length() != 1) {
      throw new Mismatch("text of one char", "text of " + text.length());
    }
    return text.charAt(0);
  }

  /**
   * Returns a reading of text.
   *
   * @param expected what the text is to be
   * @param parse turns it into a value; what it throws is the reason that errors name
   */
  static Function<Term, Object> parser(String expected, Function<String, Object> parse) {
    return term -> {
      String text = parsable(term, expected);
      return parse(term, expected, () -> parse.apply(text));
    };
  }

  /** Returns the text of a term that is to be parsed. */
  static String parsable(Term term, String expected) {
    boolean tooLong =
        (term instanceof Binary binary && binary.size() > MAX_PARSED)
            || (term instanceof ListTerm list && list.size() > MAX_PARSED);
    if (tooLong) {
      throw new Mismatch(expected, term);
    }
    return text(term, expected);
  }

  /** Makes a value; if it cannot be made, the term is not what was expected. */
  static <T> T parse(Term term, String expected, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
      throw new Mismatch(expected, TermNoun.of(term) + ": " + Mismatch.reason(e), e);
    }
  }

  static Object uuid(Term term) {
    String expected = "a UUID of 36 characters or 16 bytes";
    if (term instanceof Binary binary && binary.size() == UUID_SIZE) {
      ByteBuffer bytes = ByteBuffer.wrap(binary.toByteArray());
      return new UUID(bytes.getLong(), bytes.getLong());
    }
    String text = parsable(term, expected);
    UUID uuid = parse(term, expected, () -> UUID.fromString(text));
    if (!uuid.toString().equalsIgnoreCase(text)) {
      // UUID.fromString also reads "1-2-3-4-5".
      throw new Mismatch(expected, term);
    }
    return uuid;
  }
}
