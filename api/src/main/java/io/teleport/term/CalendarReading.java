package io.teleport.term;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.function.Function;

/**
 * Reads dates and times without a zone: text by ISO 8601, or the tuples of Erlang's {@code
 * calendar}.
 *
 * @see <a href="https://www.erlang.org/doc/apps/stdlib/calendar.html">Erlang: calendar</a>
 */
final class CalendarReading {

  static final String WITH_OFFSET = "a date, time and offset by ISO 8601";
  static final String WITH_ZONE = "a date, time and zone by ISO 8601";

  private static final String DATE = "a date by ISO 8601, or {Year, Month, Day}";
  private static final String TIME = "a time of day by ISO 8601, or {Hour, Minute, Second}";
  private static final String DATE_TIME =
      "a date and time by ISO 8601, or {{Year, Month, Day}, {Hour, Minute, Second}}";

  private static final Function<Term, Object> DATE_TEXT =
      TextReading.parser(DATE, LocalDate::parse);
  private static final Function<Term, Object> TIME_TEXT =
      TextReading.parser(TIME, LocalTime::parse);
  private static final Function<Term, Object> DATE_TIME_TEXT =
      TextReading.parser(DATE_TIME, LocalDateTime::parse);

  private CalendarReading() {}

  static Object date(Term term) {
    return term instanceof Tuple ? date(term, term, DATE) : DATE_TEXT.apply(term);
  }

  static Object time(Term term) {
    return term instanceof Tuple ? time(term, term, TIME) : TIME_TEXT.apply(term);
  }

  static Object dateTime(Term term) {
    if (!(term instanceof Tuple tuple)) {
      return DATE_TIME_TEXT.apply(term);
    } else if (tuple.size() != 2) {
      throw new Mismatch(DATE_TIME, term);
    }
    return LocalDateTime.of(
        date(tuple.get(0), term, DATE_TIME), time(tuple.get(1), term, DATE_TIME));
  }

  private static LocalDate date(Term part, Term whole, String expected) {
    int[] numbers = three(part, whole, expected);
    return TextReading.parse(
        whole, expected, () -> LocalDate.of(numbers[0], numbers[1], numbers[2]));
  }

  private static LocalTime time(Term part, Term whole, String expected) {
    int[] numbers = three(part, whole, expected);
    return TextReading.parse(
        whole, expected, () -> LocalTime.of(numbers[0], numbers[1], numbers[2]));
  }

  private static int[] three(Term part, Term whole, String expected) {
    if (part instanceof Tuple tuple && tuple.size() == 3) {
      int[] numbers = new int[3];
      for (int i = 0; i < numbers.length; i++) {
        if (!(tuple.get(i) instanceof IntegerTerm integer)
            || !integer.isLong()
            || integer.longValue() != (int) integer.longValue()) {
          throw new Mismatch(expected, whole);
        }
        numbers[i] = integer.intValue();
      }
      return numbers;
    }
    throw new Mismatch(expected, whole);
  }
}
