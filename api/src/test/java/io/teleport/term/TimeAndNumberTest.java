package io.teleport.term;

import static io.teleport.term.Conversions.assertBothWays;
import static io.teleport.term.Conversions.assertFails;
import static io.teleport.term.Conversions.integer;
import static io.teleport.term.Conversions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times, dates and decimal numbers, which are written as text. */
class TimeAndNumberTest {

  @Test
  void datesAndTimesAreText() {
    assertBothWays(LocalDate.of(2025, 6, 1), LocalDate.class, text("2025-06-01"));
    assertBothWays(LocalTime.of(12, 30), LocalTime.class, text("12:30"));
    assertBothWays(
        LocalDateTime.of(2025, 6, 1, 12, 30, 5), LocalDateTime.class, text("2025-06-01T12:30:05"));
    assertBothWays(
        OffsetDateTime.parse("2025-06-01T12:30+02:00"),
        OffsetDateTime.class,
        text("2025-06-01T12:30+02:00"));
    assertBothWays(
        ZonedDateTime.parse("2025-06-01T12:30+02:00[Europe/Berlin]"),
        ZonedDateTime.class,
        text("2025-06-01T12:30+02:00[Europe/Berlin]"));
  }

  @Test
  void datesAndTimesAreReadFromTheTuplesOfErlangToo() {
    Term date = tuple(2025, 6, 1);
    Term time = tuple(12, 30, 5);
    assertThat(Terms.as(date, LocalDate.class)).isEqualTo(LocalDate.of(2025, 6, 1));
    assertThat(Terms.as(time, LocalTime.class)).isEqualTo(LocalTime.of(12, 30, 5));
    assertThat(Terms.as(Tuple.of(date, time), LocalDateTime.class))
        .isEqualTo(LocalDateTime.of(2025, 6, 1, 12, 30, 5));
  }

  @Test
  void aTupleThatIsNoDateIsRefused() {
    assertFails(
        "$: expected a date by ISO 8601, or {Year, Month, Day}, found a tuple of 3 elements:"
            + " Invalid date 'FEBRUARY 30'",
        () -> Terms.as(tuple(2025, 2, 30), LocalDate.class));
    assertFails(
        "$: expected a date and time by ISO 8601, or {{Year, Month, Day}, {Hour, Minute, Second}},"
            + " found a tuple of 2 elements",
        () -> Terms.as(Tuple.of(tuple(2025, 2, 3), tuple(1, 2)), LocalDateTime.class));
    assertThatThrownBy(() -> Terms.as(tuple(1L << 40, 1, 1), LocalDate.class))
        .isInstanceOf(TermConversionException.class);
  }

  @Test
  void aDecimalNumberIsTextAndReadFromNumbersToo() {
    assertBothWays(new BigDecimal("12.50"), BigDecimal.class, text("12.50"));
    assertThat(Terms.as(integer(3), BigDecimal.class)).isEqualTo(new BigDecimal(3));
    assertThat(Terms.as(new FloatTerm(9.99), BigDecimal.class)).isEqualTo(new BigDecimal("9.99"));
    assertThatThrownBy(() -> Terms.as(text("much"), BigDecimal.class))
        .isInstanceOf(TermConversionException.class)
        .hasMessageStartingWith("$: expected a decimal number, as text or as a number, found");
  }

  @Test
  void aTextThatIsFarTooLongForANumberIsNotEvenTried() {
    assertFails(
        "$: expected a decimal number, as text or as a number, found a binary of 100000 bytes",
        () -> Terms.as(text("9".repeat(100_000)), BigDecimal.class));
  }

  @Test
  void aUriIsText() {
    assertBothWays(URI.create("https://a/b?c"), URI.class, text("https://a/b?c"));
    assertThatThrownBy(() -> Terms.as(text("::"), URI.class))
        .isInstanceOf(TermConversionException.class);
  }

  @Property(tries = 5000)
  void anInstantIsTheTextThatTheJdkWrites(
      @ForAll @LongRange(min = -70_000_000_000L, max = 260_000_000_000L) long second,
      @ForAll @IntRange(max = 999_999_999) int nano) {
    for (int shown : new int[] {nano, nano / 1_000 * 1_000, nano / 1_000_000 * 1_000_000, 0}) {
      Instant time = Instant.ofEpochSecond(second, shown);
      assertBothWays(time, Instant.class, text(time.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025-06-01T12:00:00.5Z",
        "2025-06-01T12:00:00.1234Z",
        "2025-06-01T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "2025-06-01T12:00:00+02:00",
        "2025-06-01T12:00:00.Z",
        "-0001-01-01T00:00:00Z",
        "+10000-01-01T00:00:00Z",
        "2024-02-29T00:00:00Z",
        "2025-06-01t12:00:00z",
      })
  void anInstantIsReadAsTheJdkReadsIt(String text) {
    assertThat(Terms.as(text(text), Instant.class)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2025-02-29T00:00:00Z",
        "2025-13-01T00:00:00Z",
        "2025-01-01T25:00:00Z",
        "2025-01-01T00:60:00Z",
        "2025-01-01T00:00:61Z",
        "2025-01-01T00:00:00",
        "2025-01-01T00:00:00.1234567890Z",
        "2025-01-01T00:00:00.12a4Z",
        "2025-01-01 00:00:00Z",
        "202५-01-01T00:00:00Z",
      })
  void whatIsNoInstantIsRefused(String text) {
    assertThatThrownBy(() -> Instant.parse(text)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> Terms.as(text(text), Instant.class))
        .isInstanceOf(TermConversionException.class);
  }

  private static Term tuple(long... numbers) {
    return Tuple.of(
        java.util.Arrays.stream(numbers).mapToObj(IntegerTerm::of).toArray(Term[]::new));
  }
}
