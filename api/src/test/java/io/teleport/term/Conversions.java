package io.teleport.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of conversions have in common. */
final class Conversions {

  private Conversions() {}

  /** Checks that a value is written as a term, and that this term is read as an equal value. */
  static <T> void assertBothWays(T value, Class<T> type, Term term) {
    assertThat(Terms.of(value)).isEqualTo(term);
    assertThat(Terms.as(term, type)).isEqualTo(value);
  }

  /** Checks that a conversion fails with a message. */
  static void assertFails(String message, ThrowingCallable conversion) {
    assertThatThrownBy(conversion).isInstanceOf(TermConversionException.class).hasMessage(message);
  }

  static Term atom(String name) {
    return Atom.of(name);
  }

  static Term integer(long value) {
    return IntegerTerm.of(value);
  }

  static Term text(String text) {
    return Binary.utf8(text);
  }
}
