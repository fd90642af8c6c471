package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A node that has given up what it had sent, and begins anew with one that has not: numbers of
 * before are given once more, to other messages.
 */
class ForgottenSenderTest {

  private static final Passage STRAND = new Passage(true, 7);

  private final SimulatedNode former = new SimulatedNode("alpha@sim", "beta@sim", 1);
  private final SimulatedNode present = new SimulatedNode("alpha@sim", "beta@sim", 2);
  private final SimulatedNode beta = new SimulatedNode("beta@sim", "alpha@sim", 3);
  private SimulatedWire wire;

  @BeforeEach
  void openAPool() throws IOException {
    wire = new SimulatedWire(former, beta);
    wire.deliverFrames();
  }

  @AfterEach
  void closeIt() {
    wire.close();
  }

  private void beginAnew() throws IOException {
    wire.cut();
    wire.close();
    wire = new SimulatedWire(present, beta);
    wire.deliverAll();
  }

  @Test
  void isNotToldThatMessagesArrivedWhichItDoesNotKnow() throws Exception {
    former.send(1, SimulatedNode.PROMPT, 10, Passage.CONFIRMED);
    wire.deliverFrames();
    assertThat(beta.received).containsExactly(1L);

    beginAnew();
    // The receipt of the former's message was to leave in a moment.
    assertThat(beta.runTimer()).isTrue();
    wire.deliverAll();
    assertThat(former.sent.get(1L).told).isEmpty();

    present.send(11, SimulatedNode.PROMPT, 10, Passage.CONFIRMED);
    wire.deliverFrames();
    assertThat(beta.runTimer()).isTrue();
    wire.deliverFrames();
    assertThat(present.sent.get(11L).told).containsExactly("confirmed");
  }

  @Test
  void isNotToldThatAStreamOfBeforeIsNotWanted() throws Exception {
    former.send(1, SimulatedNode.PROMPT, 10_000, STRAND);
    former.send(2, SimulatedNode.PROMPT, 2 << 20, STRAND);
    wire.deliverFrames();
    present.send(11, SimulatedNode.PROMPT, 10, Passage.CONFIRMED);
    present.send(12, SimulatedNode.PROMPT, 10, Passage.CONFIRMED);

    beginAnew();
    assertThat(beta.received).containsExactly(11L, 12L);
  }
}
