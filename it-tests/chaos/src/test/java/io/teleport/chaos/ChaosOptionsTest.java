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
        .isEqualTo(new ChaosOptions(5, 6, -7, 1, true, false, false, false));
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
  void aSoakTakesHalfAnHourAndSendsLittle() {
    ChaosOptions soak = ChaosOptions.parse(List.of("--soak", "--seed", "3"));
    assertThat(soak.seconds()).isEqualTo(1800);
    assertThat(soak.rate()).isPositive();
    assertThat(soak.slowness()).isGreaterThan(1);
    assertThat(soak.text()).isEqualTo("--soak --minutes 30 --seed 3");
  }

  @Test
  void runsInARowAreShortUnlessItIsSaidOtherwise() {
    assertThat(ChaosOptions.parse(List.of("--seeds", "50")))
        .matches(options -> options.seeds() == 50 && options.seconds() == 15);
  }

  @Test
  void whatIsForOneKindOfRunIsRefusedForAnother() {
    for (String wrong :
        List.of(
            "--soak --kill",
            "--soak --netem",
            "--soak --seconds 5",
            "--minutes 5",
            "--seeds 5 --messages 9")) {
      assertThatExceptionOfType(UsageException.class)
          .as(wrong)
          .isThrownBy(() -> ChaosOptions.parse(List.of(wrong.split(" "))));
    }
  }

  @Test
  void aRunIsMadeAgainWithTheOptionsItSays() {
    ChaosOptions options = ChaosOptions.parse(List.of("--messages", "9", "--seed", "4", "--kill"));
    assertThat(ChaosOptions.parse(List.of(options.text().split(" ")))).isEqualTo(options);
  }

  @Test
  void aSeedThatIsNoNumberIsRefused() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> ChaosOptions.parse(List.of("--seed", "x")))
        .withMessageContaining("--seed x");
  }
}
