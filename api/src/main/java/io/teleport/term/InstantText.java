package io.teleport.term;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Instants as text by ISO 8601, {@code 2025-06-01T12:00:00.5Z}. The years that people use are
 * written and read here, several times as fast as the JDK does it, and all others by the JDK; the
 * text is the same, digit by digit.
 */
final class InstantText {

  private static final int SECONDS_PER_DAY = 86_400;
  private static final int SECONDS_PER_HOUR = 3_600;
  private static final int NANO_DIGITS = 9;

  /** 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
  private static final long FIRST = -62_167_219_200L;

  private static final long LAST = 253_402_300_799L;

  /** Characters without a fraction, and with the longest. */
  private static final int SHORTEST = "2025-06-01T12:00:00Z".length();

  private static final int LONGEST = "2025-06-01T12:00:00.123456789Z".length();
  private static final int DOT = SHORTEST - 1;

  private InstantText() {}

  static Binary write(Instant time) {
    long second = time.getEpochSecond();
    if (second < FIRST || second > LAST) {
      return Binary.utf8(time.toString());
    }
    int nano = time.getNano();
    int digits = fractionDigits(nano);
    byte[] text = new byte[digits == 0 ? SHORTEST : SHORTEST + 1 + digits];
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(second, SECONDS_PER_DAY));
    int ofDay = Math.floorMod(second, SECONDS_PER_DAY);
    put(text, 0, 4, date.getYear(), '-');
    put(text, 5, 2, date.getMonthValue(), '-');
    put(text, 8, 2, date.getDayOfMonth(), 'T');
    put(text, 11, 2, ofDay / SECONDS_PER_HOUR, ':');
    put(text, 14, 2, ofDay / 60 % 60, ':');
    put(text, 17, 2, ofDay % 60, digits == 0 ? 'Z' : '.');
    if (digits > 0) {
      int shown = nano;
      for (int i = digits; i < NANO_DIGITS; i++) {
        shown /= 10;
      }
      put(text, DOT + 1, digits, shown, 'Z');
    }
    return Binary.wrap(text);
  }

  /** Returns how many digits the JDK shows: none, three, six or nine. */
  private static int fractionDigits(int nano) {
    if (nano == 0) {
      return 0;
    } else if (nano % 1_000_000 == 0) {
      return 3;
    }
    return nano % 1_000 == 0 ? 6 : NANO_DIGITS;
  }

  private static void put(byte[] text, int at, int digits, int number, char next) {
    int rest = number;
    for (int i = at + digits - 1; i >= at; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    text[at + digits] = (byte) next;
  }

  /**
   * Reads what {@link #write} writes, and all else that the JDK reads.
   *
   * @throws DateTimeException if the text is not an instant
   */
  static Instant read(String text) {
    int length = text.length();
    boolean usual =
        length >= SHORTEST
            && length <= LONGEST
            && length != SHORTEST + 1
            && text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && text.charAt(10) == 'T'
            && text.charAt(13) == ':'
            && text.charAt(16) == ':'
            && text.charAt(length - 1) == 'Z'
            && (length == SHORTEST || text.charAt(DOT) == '.');
    if (!usual) {
      return Instant.parse(text);
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    int nano = length == SHORTEST ? 0 : number(text, DOT + 1, length - 1);
    // A number that is none is negative. The 60th second is the JDK's business.
    if ((year | month | day | hour | minute | second | nano) < 0
        || hour > 23
        || minute > 59
        || second > 59) {
      return Instant.parse(text);
    }
    for (int i = length - 2 - DOT; length > SHORTEST && i < NANO_DIGITS; i++) {
      nano *= 10;
    }
    long ofDay = hour * (long) SECONDS_PER_HOUR + minute * 60L + second;
    return Instant.ofEpochSecond(
        LocalDate.of(year, month, day).toEpochDay() * SECONDS_PER_DAY + ofDay, nano);
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
