package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.frame.NodeHello;
import io.teleport.engine.net.Link;
import io.teleport.engine.net.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
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
  private Link idle;
  private SimulatedPool there;
  private SimulatedPool here;

  @BeforeEach
  void openAPool() throws IOException {
    try (ServerSocketChannel server =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      idle = new Link(SocketChannel.open(server.getLocalAddress()), (link, reason) -> {});
    }
    idle.begin(new Loop("idle", task -> {}, System::nanoTime), null, new BulkWriter(1));
    here = new SimulatedPool(alpha, idle, 1);
    there = new SimulatedPool(beta, idle, 2);
    SimulatedPool.join(here, there);
    here.publish();
    there.publish();
    deliverFrames();
  }

  @AfterEach
  void closeTheLink() {
    idle.close(null);
  }

  private void deliverFrames() throws IOException {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (SimulatedPool side : List.of(here, there)) {
        moved |= side.deliverControl();
        moved |= side.deliverSmall();
      }
    }
  }

  private void deliverAll() throws IOException {
    boolean moved = true;
    while (moved) {
      deliverFrames();
      moved = here.writeBulk();
      moved |= there.readBulk();
    }
  }

  @Test
  void whatFollowsAMessageThatWasTakenBackWaitsForTheOneBeforeBoth() throws Exception {
    alpha.send(1, SimulatedNode.PROMPT, 10_000, STRAND);
    alpha.request(2, SimulatedNode.PROMPT, 10_000, STRAND);
    deliverFrames();
    alpha.association().sender().departures().giveUpRequests("nobody waits");
    alpha.send(3, SimulatedNode.PROMPT, 1, STRAND);
    deliverFrames();
    assertThat(beta.received).isEmpty();

    deliverAll();
    assertThat(beta.received).containsExactly(1L, 3L);
    assertNothingIsLeft();
  }

  @Test
  void whatFollowsAStreamThatWasTakenBackWaitsForTheOneBeforeBoth() throws Exception {
    alpha.send(1, SimulatedNode.PROMPT, 10_000, STRAND);
    alpha.request(2, SimulatedNode.PROMPT, 2 << 20, STRAND);
    deliverFrames();
    alpha.association().sender().departures().giveUpRequests("nobody waits");
    alpha.send(3, SimulatedNode.PROMPT, 1, STRAND);
    deliverFrames();
    assertThat(beta.received).isEmpty();

    beta.ignored.add(2L);
    deliverAll();
    assertThat(beta.received).containsExactly(1L, 3L);
    assertNothingIsLeft();
  }

  @Test
  void whatFollowsAMessageThatNeverLeftWaitsForTheOneBeforeBoth() throws Exception {
    here.end(null);
    here.settle();
    alpha.send(1, SimulatedNode.PROMPT, 10_000, STRAND);
    alpha.request(2, SimulatedNode.PROMPT, 1, STRAND);
    alpha.association().sender().departures().giveUpRequests("nobody waits");
    alpha.send(3, SimulatedNode.PROMPT, 1, STRAND);
    there.end(null);
    there.settle();
    openAPool();
    assertThat(beta.received).isEmpty();

    deliverAll();
    assertThat(beta.received).containsExactly(1L, 3L);
    assertNothingIsLeft();
  }

  @Test
  void whatFollowsAMessageThatWasRefusedWaitsForTheOneBeforeBoth() throws Exception {
    alpha.send(1, SimulatedNode.PROMPT, 10_000, STRAND);
    deliverFrames();
    beta.deaf = true;
    alpha.send(2, SimulatedNode.PROMPT, 1, STRAND);
    deliverFrames();
    beta.deaf = false;
    alpha.send(3, SimulatedNode.PROMPT, 1, STRAND);
    deliverFrames();
    assertThat(beta.received).isEmpty();
    assertThat(alpha.sent.get(2L).told).isEmpty();

    deliverAll();
    assertThat(beta.received).containsExactly(1L, 3L);
    assertThat(alpha.sent.get(2L).told).containsExactly("rejected NO_SUCH_NAME");
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws IOException {
    while (beta.runTimer() || beta.returnFromListener(0)) {
      deliverFrames();
    }
    alpha.association().tick();
    deliverFrames();
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
    deliverFrames();
    assertThat(beta.received).isEmpty();

    deliverAll();
    assertThat(beta.received).isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
  }
}
