package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.net.Link;
import io.teleport.engine.net.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/**
 * Numbers, receipts, credit, replay and the order of strands between two nodes, while their pools
 * are cut and opened, frames are lost with them, and one side notices long after the other: any
 * schedule, and all of it in memory. A schedule that fails shrinks to the steps that matter.
 */
class ReplayScheduleTest {

  private static final int MOST_POOLS = 2;
  private static final int KINDS = 17;

  private Link idle;
  private SimulatedNode alpha;
  private SimulatedNode beta;
  private List<SimulatedPool> pools;
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

  @Property(tries = 2000)
  void whateverHappensToThePoolsEachMessageArrivesOnceAndInItsOrder(
      @ForAll @Size(max = 250) List<@IntRange(min = 0, max = 1 << 16) Integer> steps)
      throws Exception {
    alpha = new SimulatedNode("alpha@sim", "beta@sim", 1);
    beta = new SimulatedNode("beta@sim", "alpha@sim", 2);
    pools = new ArrayList<>();
    next = 1;
    open(0);

    for (int step : steps) {
      take(step % KINDS, step / KINDS);
    }
    calmDown();
    for (int i = 0; i < 3; i++) {
      // What was used since the last tick, the credit that is left, the end.
      alpha.association().tick();
      beta.association().tick();
      calmDown();
    }

    check(alpha, beta);
    check(beta, alpha);
  }

  private void take(int kind, int detail) throws Exception {
    SimulatedPool side = pools.isEmpty() ? null : pools.get(detail % pools.size());
    switch (kind) {
      case 0, 1, 2 -> send(detail);
      case 3, 4 -> either(detail).returnFromListener(detail / 2);
      case 5 -> either(detail).runTimer();
      case 6 -> open(detail);
      case 7, 8 -> cut(side, detail);
      case 9 -> settle(side);
      case 10, 11 -> deliver(side, true);
      case 12, 13 -> deliver(side, false);
      case 14 -> write(side);
      case 15 -> either(detail).association().tick();
      default -> read(side);
    }
  }

  private SimulatedNode either(int detail) {
    return detail % 2 == 0 ? alpha : beta;
  }

  private void send(int detail) {
    int size = detail % 5 == 0 ? 2_000 + detail * 50 : detail % 300;
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
    either(detail / 4).send(next++, to, size, passage);
  }

  /** Opens a pool, of which one side is told before the other. */
  private void open(int detail) {
    if (pools.stream().filter(side -> !side.isSettled()).count() >= 2 * MOST_POOLS) {
      return;
    }
    SimulatedPool one = new SimulatedPool(alpha, idle, 10 + next);
    SimulatedPool two = new SimulatedPool(beta, idle, 20 + next);
    SimulatedPool.join(one, two);
    pools.add(one);
    pools.add(two);
    (detail % 2 == 0 ? one : two).publish();
    (detail % 2 == 0 ? two : one).publish();
  }

  /** One side sees the end of a pool; what is under way may be lost or not. */
  private static void cut(SimulatedPool side, int detail) {
    if (side != null) {
      side.end(null);
      if (detail % 3 != 0) {
        side.other().loseWhatIsUnderWay();
      }
      if (detail % 5 != 0) {
        side.loseWhatIsUnderWay();
      }
    }
  }

  /** A side that has ended, or whose other one has, is closed. */
  private void settle(SimulatedPool side) {
    if (side == null) {
      return;
    }
    if (side.other().isSettled()) {
      side.end(null);
    }
    side.settle();
    pools.removeIf(one -> one.isSettled() && one.other().isSettled());
  }

  private static void deliver(SimulatedPool side, boolean control) throws Exception {
    if (side != null && (control ? side.deliverControl() : side.deliverSmall())) {
      // one frame has arrived
      return;
    }
  }

  private static void write(SimulatedPool side) throws Exception {
    if (side != null) {
      side.writeBulk();
    }
  }

  private static void read(SimulatedPool side) throws Exception {
    if (side != null) {
      side.readBulk();
    }
  }

  /** Closes what is half dead, opens a pool, and lets everything arrive. */
  private void calmDown() throws Exception {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (SimulatedPool side : List.copyOf(pools)) {
        if (side.isEnded() || side.other().isEnded()) {
          side.end(null);
          settle(side);
        }
      }
      if (pools.isEmpty()) {
        open(1);
        moved = true;
      }
      for (SimulatedPool side : List.copyOf(pools)) {
        moved |= side.deliverControl();
        moved |= side.deliverSmall();
        moved |= side.writeBulk();
        moved |= side.readBulk();
      }
      moved |= alpha.returnFromListener(0);
      moved |= beta.returnFromListener(0);
      moved |= alpha.runTimer();
      moved |= beta.runTimer();
    }
  }

  private static void check(SimulatedNode from, SimulatedNode to) {
    Set<Long> seen = new TreeSet<>();
    for (long id : to.received) {
      assertThat(seen.add(id)).as("message %d arrives once", id).isTrue();
      assertThat(from.sent).containsKey(id);
    }
    for (SimulatedNode.Sent message : from.sent.values()) {
      assertThat(message.told).as("outcomes of message %d", message.id).hasSize(1);
      String told = message.told.get(0);
      if (!message.passage.isConfirmed()) {
        assertThat(!seen.contains(message.id) || !message.to.equals(SimulatedNode.NOBODY)).isTrue();
      } else if (message.to.equals(SimulatedNode.NOBODY)) {
        assertThat(told).isEqualTo("rejected NO_SUCH_NAME");
      } else {
        assertThat(told).isEqualTo("confirmed");
        assertThat(seen).contains(message.id);
      }
    }
    to.receivedOnStrand.forEach((strand, ids) -> assertThat(ids).as(strand).isSorted());
    assertThat(to.events).containsExactly("up");
    assertThat(from.association().sender().departures().unconfirmed()).isZero();
    assertThat(to.association().receiver().entries()).as("what the receiver remembers").isZero();
    assertThat(from.association().sender().accounts()).as("accounts of the sender").isZero();
    assertThat(to.association().receiver().accounts()).as("accounts of the receiver").isZero();
    assertThat(to.memory.chunksCommitted()).isZero();
  }
}
