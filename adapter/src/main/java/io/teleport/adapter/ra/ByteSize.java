package io.teleport.adapter.ra;

import io.teleport.engine.node.InvalidSettingException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers of bytes: {@code 65536}, {@code 64KiB}, {@code 32 MiB}, {@code 1GiB}. */
final class ByteSize {

  private static final String ALLOWED =
      "a number of bytes, with or without one of the units KiB, MiB, GiB, TiB; such as 64MiB or"
          + " 65536";
  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,19})\\s*([A-Za-z]*)");
  private static final Map<String, Long> UNITS =
      Map.of("", 1L, "b", 1L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30, "tib", 1L << 40);

  private ByteSize() {}

  /**
   * Reads a number of bytes.
   *
   * @throws InvalidSettingException if the text is none, or more than a {@code long} holds
   */
  static long parse(String setting, String text) {
    Matcher matcher = SYNTAX.matcher(text.strip());
    Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw new InvalidSettingException(setting, text, ALLOWED);
    }
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new InvalidSettingException(setting, text, "at most " + Long.MAX_VALUE + " bytes");
    }
  }

  /**
   * Reads a number of bytes that an {@code int} holds.
   *
   * @throws InvalidSettingException if the text is none
   */
  static int parseInt(String setting, String text) {
    long bytes = parse(setting, text);
    if (bytes > Integer.MAX_VALUE) {
      throw new InvalidSettingException(setting, text, "less than 2GiB");
    }
    return (int) bytes;
  }
}
