package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.observe.Levels;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Large messages that their sender takes back when the receiver has all of them. */
class TakenBackTest {

  private final SimulatedNode alpha = new SimulatedNode("alpha@sim", "beta@sim", 1);
  private final SimulatedNode beta = new SimulatedNode("beta@sim", "alpha@sim", 2);
  private SimulatedWire wire;

  @BeforeEach
  void openAPool() throws IOException {
    wire = new SimulatedWire(alpha, beta);
    wire.deliverFrames();
  }

  @AfterEach
  void closeIt() {
    wire.close();
  }

  @Test
  void aMessageThatIsTakenBackWhileItIsHandedOnGivesItsCreditBackOnce() throws Exception {
    alpha.request(1, SimulatedNode.PROMPT, 10_000, Passage.CONFIRMED);
    beta.meanwhile =
        () -> {
          // The small loop of the receiver hears of it while a bulk loop hands the message on.
          alpha.association().sender().departures().giveUpRequests("nobody waits");
          try {
            wire.deliverFrames();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    wire.deliverAll();
    assertThat(beta.received).containsExactly(1L);

    assertThat(beta.returnFromListener(0)).isTrue();
    while (beta.runTimer()) {
      wire.deliverFrames();
    }
    for (int i = 0; i < 3; i++) {
      // What was used since the last tick, the credit that is left, the end of the account.
      beta.association().tick();
      wire.deliverFrames();
      alpha.association().tick();
      wire.deliverFrames();
    }
    assertThat(alpha.association().sender().departures().unconfirmed()).isZero();
    Levels levels = new Levels();
    beta.association().measure(levels);
    assertThat(levels.get(Levels.Level.CREDIT_ACCOUNTS)).isZero();
  }
}
