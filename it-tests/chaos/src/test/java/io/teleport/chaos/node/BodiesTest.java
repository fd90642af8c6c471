package io.teleport.chaos.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BodiesTest {

  private static final int SIZE = 100_000;

  private final Tuple message = new Bodies().write(42, new Draft(false, 1, 3, 9, SIZE));

  @Test
  void aMessageIsReadAsItWasWritten() throws IOException {
    assertThat(Bodies.read(message)).isEqualTo(new Bodies.Received(42, 3, 9, true));
  }

  @Test
  void aChangedByteIsFound() throws IOException {
    byte[] bytes = ((Binary) message.get(5)).toByteArray();
    bytes[SIZE / 2] ^= 1;
    assertThat(Bodies.read(with(5, Binary.wrap(bytes))).isIntact()).isFalse();
  }

  @Test
  void aMissingByteIsFound() throws IOException {
    byte[] bytes = ((Binary) message.get(5)).toByteArray();
    assertThat(Bodies.read(with(5, Binary.wrap(bytes, 0, SIZE - 1))).isIntact()).isFalse();
  }

  @Test
  void theBodyOfAnotherMessageIsFound() throws IOException {
    assertThat(Bodies.read(with(0, IntegerTerm.of(43))).isIntact()).isFalse();
  }

  private Tuple with(int index, Term part) {
    return Tuple.of(
        IntStream.range(0, 6)
            .mapToObj(i -> i == index ? part : message.get(i))
            .toArray(Term[]::new));
  }
}
