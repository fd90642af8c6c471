package io.teleport.bench.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;

/** What measures is a JVM of its own, with the class path of its peer. */
class ForkTest {

  private final Fork fork = new Fork(true);

  @Test
  void aJvmOfItsOwnMeasures() throws RunnerException {
    assertMeasured(
        fork.measure(CodecCase.NESTED_WALKED, Direction.DECODE, Peer.TELEPORT, 1), Peer.TELEPORT);
  }

  @Test
  void theJInterfaceOfDebianIsLoadedThere() throws RunnerException {
    assumeThat(Peer.JINTERFACE_DEBIAN.isPresent()).isTrue();
    assertMeasured(
        fork.measure(CodecCase.NESTED, Direction.ENCODE, Peer.JINTERFACE_DEBIAN, 1),
        Peer.JINTERFACE_DEBIAN);
  }

  @Test
  void theJInterfaceOfDebianIsNotLoadedHere() {
    assumeThat(Peer.JINTERFACE_DEBIAN.isPresent()).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> Peer.JINTERFACE_DEBIAN.exercise(CodecCase.NESTED))
        .withMessageContaining("JInterface was loaded from");
  }

  @Test
  void whatGoesWrongThereIsAnErrorHere() {
    assertThatExceptionOfType(RunnerException.class)
        .isThrownBy(() -> fork.measure(CodecCase.TYPED, Direction.ENCODE, Peer.ENCON, 1))
        .withStackTraceContaining("a record is no sample");
  }

  private static void assertMeasured(Measurement measurement, Peer peer) {
    assertThat(measurement.peer()).isEqualTo(peer);
    assertThat(measurement.opsPerSecond()).isPositive();
    assertThat(measurement.bytesPerOp()).isPositive();
    assertThat(measurement.cpuMicrosPerOp()).isPositive();
  }
}
