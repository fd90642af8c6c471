package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.frame.NodeHello;
import java.io.IOException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages of one strand, of which the first arrives last. */
class StrandTest {

  private static final NodeHello.Limits LIMITS =
      new NodeHello.Limits(1 << 10, 64 << 10, 1 << 20, 8 << 20);
  private static final Passage STRAND = new Passage(true, 7);

  private final SimulatedNode alpha = new SimulatedNode("alpha@sim", "beta@sim", 1, LIMITS);
  private final SimulatedNode beta = new SimulatedNode("beta@sim", "alpha@sim", 2, LIMITS);
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
  void whatFollowsAMessageThatWasTakenBackWaitsForTheOneBeforeBoth() throws Exception {
    alpha.send(1, SimulatedNode.PROMPT, 10_000, STRAND);
    alpha.request(2, SimulatedNode.PROMPT, 10_000, STRAND);
    wire.deliverFrames();
    alpha.association().sender().departures().giveUpRequests("nobody waits");
    alpha.send(3, SimulatedNode.PROMPT, 1, STRAND);
    wire.deliverFrames();
    assertThat(beta.received).isEmpty();

    wire.deliverAll();
    assertThat(beta.received).containsExactly(1L, 3L);
    assertNothingIsLeft();
  }

  @Test
  void whatFollowsAStreamThatWasTakenBackWaitsForTheOneBeforeBoth() throws Exception {
    alpha.send(1, SimulatedNode.PROMPT, 10_000, STRAND);
    alpha.request(2, SimulatedNode.PROMPT, 2 << 20, STRAND);
    wire.deliverFrames();
    alpha.association().sender().departures().giveUpRequests("nobody waits");
    alpha.send(3, SimulatedNode.PROMPT, 1, STRAND);
    wire.deliverFrames();
    assertThat(beta.received).isEmpty();

    beta.ignored.add(2L);
    wire.deliverAll();
    assertThat(beta.received).containsExactly(1L, 3L);
    assertNothingIsLeft();
  }

  @Test
  void whatFollowsAMessageThatNeverLeftWaitsForTheOneBeforeBoth() throws Exception {
    wire.cut();
    wire.close();
    alpha.send(1, SimulatedNode.PROMPT, 10_000, STRAND);
    alpha.request(2, SimulatedNode.PROMPT, 1, STRAND);
    alpha.association().sender().departures().giveUpRequests("nobody waits");
    alpha.send(3, SimulatedNode.PROMPT, 1, STRAND);
    openAPool();
    assertThat(beta.received).isEmpty();

    wire.deliverAll();
    assertThat(beta.received).containsExactly(1L, 3L);
    assertNothingIsLeft();
  }

  @Test
  void whatFollowsAMessageThatWasRefusedWaitsForTheOneBeforeBoth() throws Exception {
    alpha.send(1, SimulatedNode.PROMPT, 10_000, STRAND);
    wire.deliverFrames();
    beta.deaf = true;
    alpha.send(2, SimulatedNode.PROMPT, 1, STRAND);
    wire.deliverFrames();
    beta.deaf = false;
    alpha.send(3, SimulatedNode.PROMPT, 1, STRAND);
    wire.deliverFrames();
    assertThat(beta.received).isEmpty();
    assertThat(alpha.sent.get(2L).told).isEmpty();

    wire.deliverAll();
    assertThat(beta.received).containsExactly(1L, 3L);
    assertThat(alpha.sent.get(2L).told).containsExactly("rejected NO_SUCH_NAME");
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws IOException {
    while (beta.runTimer() || beta.returnFromListener(0)) {
      wire.deliverFrames();
    }
    alpha.association().tick();
    wire.deliverFrames();
    assertThat(alpha.association().sender().departures().unconfirmed()).isZero();
    assertThat(beta.association().receiver().entries()).isZero();
  }

  @Test
  void anyNumberOfMessagesMayWaitForTheOneBeforeThem() throws Exception {
    int count = 60_000;
    alpha.send(1, SimulatedNode.PROMPT, 10_000, STRAND);
    for (int id = 2; id <= count; id++) {
      alpha.send(id, SimulatedNode.PROMPT, 1, STRAND);
    }
    wire.deliverFrames();
    assertThat(beta.received).isEmpty();

    wire.deliverAll();
    assertThat(beta.received).isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
  }
}
