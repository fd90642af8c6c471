package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.net.Link;
import io.teleport.engine.observe.Levels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Two nodes without sockets, and the pools between them, which come and go as the test says. */
final class SimulatedPair {

  private static final int MOST_POOLS = 2;

  /** How often accounts are looked after until one that is used no more is closed. */
  private static final int TICKS_TO_CLOSE = 3;

  final SimulatedNode alpha = new SimulatedNode("alpha@sim", "beta@sim", 1);
  final SimulatedNode beta = new SimulatedNode("beta@sim", "alpha@sim", 2);
  private final List<SimulatedPool> pools = new ArrayList<>();
  private final Link idle;
  private int opened;

  /**
   * Creates it, with one pool.
   *
   * @param idle told that there are large messages to write; null if there will be none
   */
  SimulatedPair(Link idle) {
    this.idle = idle;
    open(true);
  }

  /** Returns one of the sides of pools, or null if there is none. */
  SimulatedPool side(int which) {
    return pools.isEmpty() ? null : pools.get(which % pools.size());
  }

  /** Returns one of the nodes. */
  SimulatedNode either(int which) {
    return which % 2 == 0 ? alpha : beta;
  }

  /** Opens a pool, of which one side is told before the other, if there are not too many. */
  void open(boolean isAlphaFirst) {
    if (pools.stream().filter(side -> !side.isSettled()).count() >= 2 * MOST_POOLS) {
      return;
    }
    opened += 2;
    SimulatedPool one = new SimulatedPool(alpha, idle, opened);
    SimulatedPool two = new SimulatedPool(beta, idle, opened + 1);
    SimulatedPool.join(one, two);
    pools.add(one);
    pools.add(two);
    (isAlphaFirst ? one : two).publish();
    (isAlphaFirst ? two : one).publish();
  }

  /** A side that has ended, or whose other one has, is closed. */
  void settle(SimulatedPool side) {
    if (side.other().isSettled()) {
      side.end(null);
    }
    side.settle();
    pools.removeIf(one -> one.isSettled() && one.other().isSettled());
  }

  /** Closes what is half dead, opens a pool if there is none, and lets everything arrive. */
  void calmDown() throws Exception {
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
        open(false);
        moved = true;
      }
      for (SimulatedPool side : List.copyOf(pools)) {
        moved |= side.drain();
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

  /**
   * Nothing is sent for so long that a node begins to close its accounts. What it says of that is
   * under way afterwards.
   */
  void rest(SimulatedNode node) throws Exception {
    calmDown();
    for (int i = 0; i < TICKS_TO_CLOSE - 1; i++) {
      tickBoth();
    }
    node.association().tick();
  }

  private void tickBoth() throws Exception {
    alpha.association().tick();
    beta.association().tick();
    calmDown();
  }

  /** Lets everything come to its end, and fails if anything is lost, doubled or left. */
  void end() throws Exception {
    calmDown();
    for (int i = 0; i < TICKS_TO_CLOSE; i++) {
      // What was used since the last tick, the credit that is left, the end.
      tickBoth();
    }
    check(alpha, beta);
    check(beta, alpha);
  }

  /** All sockets are lost; nothing arrives any more. */
  void loseAll() {
    for (SimulatedPool side : List.copyOf(pools)) {
      side.end(null);
      side.settle();
    }
    pools.clear();
  }

  /** The nodes give each other up; fails if one says of what was taken that it was not sent. */
  void giveUp() {
    alpha.association().end("gone");
    beta.association().end("gone");
    checkWhatWasNotSent(alpha, beta);
    checkWhatWasNotSent(beta, alpha);
  }

  private static void checkWhatWasNotSent(SimulatedNode from, SimulatedNode to) {
    for (SimulatedNode.Sent message : from.sent.values()) {
      assertThat(message.told).as("outcomes of message %d", message.id).hasSize(1);
      if (message.told.get(0).equals("not sent")) {
        assertThat(to.received).as("what has arrived").doesNotContain(message.id);
      }
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
        assertThat(told).as("message %d", message.id).isEqualTo("confirmed");
        assertThat(seen).as("what has arrived").contains(message.id);
      }
    }
    to.receivedOnStrand.forEach((strand, ids) -> assertThat(ids).as(strand).isSorted());
    assertThat(to.events).containsExactly("up");
    assertThat(from.association().sender().departures().unconfirmed()).isZero();
    assertThat(to.association().receiver().entries()).as("what the receiver remembers").isZero();
    Levels levels = new Levels();
    from.association().measure(levels);
    assertThat(levels.get(Levels.Level.CREDIT_ACCOUNTS)).isZero();
    assertThat(to.memory.chunksCommitted()).isZero();
  }
}
