package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a receiver remembers of the messages that it has refused. */
class RefusalsTest {

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
  void theyAreForgottenThoughAMessageOfBeforeIsNotConfirmedForLong() throws Exception {
    alpha.send(1, SimulatedNode.CAREFUL, 10, Passage.CONFIRMED);
    for (int id = 2; id <= 3000; id++) {
      // Every other one, so that there are as many runs of refused numbers as can be.
      String to = id % 2 == 0 ? SimulatedNode.NOBODY : SimulatedNode.PROMPT;
      alpha.send(id, to, 10, Passage.CONFIRMED);
      wire.deliverFrames();
      while (beta.received.size() > 1 && beta.returnFromListener(1)) {
        beta.received.remove(1);
      }
    }
    alpha.association().tick();
    wire.deliverFrames();

    assertThat(alpha.sent.get(1L).told).isEmpty();
    assertThat(alpha.sent.get(3000L).told).containsExactly("rejected NO_SUCH_NAME");
    // The first one alone, whose listener has not returned.
    assertThat(beta.association().receiver().entries()).isEqualTo(1);
  }
}
