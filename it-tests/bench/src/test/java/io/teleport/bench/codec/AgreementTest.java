package io.teleport.bench.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All peers write and read the same values, and so what is measured can be compared. */
class AgreementTest {

  /** Too large for the memory of a test. */
  private static final List<CodecCase> LARGE = List.of(CodecCase.BINARY_10M, CodecCase.BINARY_100M);

  static Stream<Arguments> peersAndCases() {
    return Arrays.stream(CodecCase.values())
        .filter(value -> !LARGE.contains(value))
        .flatMap(
            value ->
                Arrays.stream(Peer.values())
                    // Which needs a JVM of its own, and has it in ForkTest.
                    .filter(peer -> peer != Peer.JINTERFACE_DEBIAN && peer.takes(value))
                    .map(peer -> Arguments.of(peer, value)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("peersAndCases")
  void aPeerWritesAndReadsTheValueEachTime(Peer peer, CodecCase value) throws IOException {
    try (Exercise exercise = peer.exercise(value)) {
      for (int i = 0; i < 2; i++) {
        exercise.check();
        assertThat(exercise.encode()).isNotNull();
      }
    }
  }

  @Test
  void everyCaseHasARival() {
    assertThat(CodecCase.values())
        .allMatch(
            value ->
                Peer.TELEPORT.takes(value)
                    && Arrays.stream(Peer.values()).filter(peer -> peer.takes(value)).count() > 1);
  }

  @Test
  void aDifferenceIsNamed() {
    assertThatExceptionOfType(DisagreementException.class)
        .isThrownBy(
            () ->
                DisagreementException.check(
                    "somebody", "read", new Sample.Number(1), new Sample.Number(2)))
        .withMessage("somebody read Number[value=2]: expected Number[value=1]");
  }
}
