package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.frame.Frame;
import io.teleport.engine.net.Link;
import io.teleport.engine.net.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/**
 * Numbers, receipts, credit, replay and the order of strands between two nodes, while their pools
 * are cut and opened, frames are lost with them, one side notices long after the other, and
 * accounts are closed and opened again: any schedule, and all of it in memory. A schedule that
 * fails shrinks to the steps that matter.
 */
class ReplayScheduleTest {

  private static final int KINDS = 22;

  /** So many of each of the frames that few schedules come to; far less than there are. */
  private static final int OFTEN = 500;

  private final Map<Class<? extends Frame>, Integer> met = new HashMap<>();
  private Link idle;
  private SimulatedPair pair;
  private long next;

  @BeforeProperty
  void makeALinkThatDoesNothing() throws IOException {
    // Writers want to tell somebody that there is something to write; the test does it by itself.
    try (ServerSocketChannel server =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      idle = new Link(SocketChannel.open(server.getLocalAddress()), (link, reason) -> {});
    }
    idle.begin(new Loop("idle", task -> {}, System::nanoTime), null, new BulkWriter(1));
  }

  @AfterProperty
  void closeIt() {
    idle.close(null);
  }

  @AfterProperty
  void theSchedulesHaveMetWhatIsRare() {
    if (met.isEmpty()) {
      return;
    }
    for (Class<? extends Frame> rare :
        List.of(Frame.Close.class, Frame.Closed.class, Frame.Settled.class, Frame.Begin.class)) {
      assertThat(met.getOrDefault(rare, 0)).as(rare.getSimpleName()).isGreaterThan(OFTEN);
    }
  }

  @Property(tries = 2000)
  void whateverHappensToThePoolsEachMessageArrivesOnceAndInItsOrder(
      @ForAll @Size(max = 250) List<@IntRange(min = 0, max = 1 << 16) Integer> steps)
      throws Exception {
    pair = new SimulatedPair(idle);
    next = 1;
    for (int step : steps) {
      take(step % KINDS, step / KINDS);
    }
    for (SimulatedNode node : List.of(pair.alpha, pair.beta)) {
      node.handled.forEach((kind, count) -> met.merge(kind, count, Integer::sum));
    }
    pair.end();
  }

  @Property(tries = 1000)
  void whatIsSaidNotToHaveBeenSentHasNotArrived(
      @ForAll @Size(max = 100) List<@IntRange(min = 0, max = 1 << 16) Integer> steps)
      throws Exception {
    pair = new SimulatedPair(idle);
    next = 1;
    for (int step : steps) {
      take(step % KINDS, step / KINDS);
    }
    pair.loseAll();
    List<Long> late = List.of(next, next + 1);
    pair.alpha.send(next++, SimulatedNode.PROMPT, small(1), Passage.CONFIRMED);
    pair.alpha.send(next++, SimulatedNode.PROMPT, large(1), Passage.CONFIRMED);
    pair.giveUp();
    for (long id : late) {
      assertThat(pair.alpha.sent.get(id).told)
          .as("there was no socket")
          .containsExactly("not sent");
    }
  }

  private void take(int kind, int detail) throws Exception {
    SimulatedPool side = pair.side(detail);
    switch (kind) {
      case 0, 1, 2 -> send(detail);
      case 3, 4 -> pair.either(detail).returnFromListener(detail / 2);
      case 5 -> pair.either(detail).runTimer();
      case 6 -> pair.open(detail % 2 == 0);
      case 7 -> pair.either(detail).association().tick();
      case 8 -> restAndSend(detail);
      case 9 -> sendTwoOnAStrand(detail);
      default -> {
        if (side != null) {
          move(side, kind, detail);
        }
      }
    }
  }

  private void move(SimulatedPool side, int kind, int detail) throws Exception {
    switch (kind) {
      case 10, 11 -> cut(side, detail);
      case 12 -> pair.settle(side);
      case 13, 14 -> side.deliverControl();
      case 15, 16 -> side.deliverSmall();
      case 17, 18 -> side.writeBulk();
      case 19 -> side.fill();
      case 20 -> side.drain();
      default -> side.readBulk();
    }
  }

  private void send(int detail) {
    String to =
        switch (detail % 7) {
          case 0 -> SimulatedNode.CAREFUL;
          case 1 -> SimulatedNode.NOBODY;
          default -> SimulatedNode.PROMPT;
        };
    Passage passage =
        switch (detail % 4) {
          case 0 -> new Passage(true, detail % 3);
          case 1 -> detail % 3 == 0 ? Passage.BEST_EFFORT : Passage.CONFIRMED;
          default -> Passage.CONFIRMED;
        };
    pair.either(detail / 4)
        .send(next++, to, detail % 5 == 0 ? large(detail) : small(detail), passage);
  }

  private static int large(int detail) {
    return 2_000 + detail * 50;
  }

  private static int small(int detail) {
    return detail % 300;
  }

  /**
   * Accounts are about to be closed; what is sent now has to wait, and what is sent then has not.
   */
  private void restAndSend(int detail) throws Exception {
    SimulatedNode node = pair.either(detail);
    pair.rest(node);
    String to = detail % 3 == 0 ? SimulatedNode.CAREFUL : SimulatedNode.PROMPT;
    for (int i = 0; i < detail / 3 % 3; i++) {
      node.send(next++, to, detail % 2 == 0 ? large(detail) : small(detail), strand(detail));
    }
  }

  /** The second is short, so that it may arrive before the first. */
  private void sendTwoOnAStrand(int detail) {
    SimulatedNode node = pair.either(detail);
    String to = detail % 3 == 0 ? SimulatedNode.CAREFUL : SimulatedNode.PROMPT;
    node.send(next++, to, detail % 5 == 0 ? small(detail) : large(detail), strand(detail));
    node.send(next++, to, small(detail), strand(detail));
  }

  private static Passage strand(int detail) {
    return new Passage(true, detail / 8 % 2);
  }

  /** One side sees the end of a pool; what is under way may be lost or not. */
  private static void cut(SimulatedPool side, int detail) {
    side.end(null);
    if (detail % 3 != 0) {
      side.other().loseWhatIsUnderWay();
    }
    if (detail % 5 != 0) {
      side.loseWhatIsUnderWay();
    }
  }
}
