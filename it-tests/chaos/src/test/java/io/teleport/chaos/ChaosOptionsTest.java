package io.teleport.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.teleport.node.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChaosOptionsTest {

  @Test
  void allOptionsAreRead() {
    assertThat(
            ChaosOptions.parse(
                List.of("--messages", "5", "--seconds", "6", "--seed", "-7", "--kill")))
        .isEqualTo(new ChaosOptions(5, 6, -7, true, false));
  }

  @Test
  void aMillionMessagesAreSentUnlessItIsSaidForHowLong() {
    assertThat(ChaosOptions.parse(List.of()).messages()).isEqualTo(1_000_000);
    assertThat(ChaosOptions.parse(List.of("--seconds", "9")).messages())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void eachRunHasASeedOfItsOwn() {
    assertThat(ChaosOptions.parse(List.of()).seed())
        .isNotEqualTo(ChaosOptions.parse(List.of()).seed());
  }

  @Test
  void aSeedThatIsNoNumberIsRefused() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> ChaosOptions.parse(List.of("--seed", "x")))
        .withMessageContaining("--seed x");
  }
}
