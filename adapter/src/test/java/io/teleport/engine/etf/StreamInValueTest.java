package io.teleport.engine.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java values that hold a stream, which can be the end of a message only. */
class StreamInValueTest {

  record Last(int number, InputStream stream) {}

  record BeforeNumber(InputStream stream, int number) {}

  record BeforeFloat(InputStream stream, double number) {}

  record BeforeText(InputStream stream, String text) {}

  record BeforeFlag(InputStream stream, boolean flag) {}

  record BeforeList(InputStream stream, List<String> list) {}

  record BeforeRecord(InputStream stream, Last last) {}

  record Listed(List<InputStream> streams) {}

  record Missing(InputStream stream, String none) {}

  static Stream<Object> valuesInWhichMoreFollows() {
    return Stream.of(
        new BeforeNumber(stream(), 1),
        new BeforeFloat(stream(), 1.5),
        new BeforeText(stream(), "text"),
        new BeforeFlag(stream(), true),
        new BeforeList(stream(), List.of()),
        new BeforeRecord(stream(), new Last(1, null)),
        new Listed(List.of(stream())),
        new Missing(stream(), null));
  }

  @ParameterizedTest
  @MethodSource("valuesInWhichMoreFollows")
  void whatFollowsAStreamIsRefused(Object value) {
    assertThatThrownBy(() -> new TermEncoder().write(value, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be the last thing in a message");
  }

  @Test
  void aStreamAtTheEndIsLeftToTheSender() {
    assertThat(new TermEncoder().write(new Last(1, stream()), 0).pumped()).isNotNull();
  }

  private static InputStream stream() {
    return new ByteArrayInputStream(new byte[100]);
  }
}
