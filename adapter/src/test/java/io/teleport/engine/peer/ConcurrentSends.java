package io.teleport.engine.peer;

import io.teleport.engine.interleaving.Interleaving;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Several threads send by one association, while the thread of the small loop loses pools, begins
 * others, tells the receiver what it need not remember, and closes accounts that are used no more.
 * The messages are small: large ones take locks of the JDK, which an {@link Interleaving} does not
 * know.
 */
public final class ConcurrentSends {

  /** What the loop may do between the sends. */
  enum Step {
    /** Frames arrive at the other node. */
    ARRIVE,
    /** Frames arrive at the node that sends. */
    HEAR,
    /** The node that sends looks after its accounts. */
    TICK,
    /** The other one does. */
    TICK_THERE,
    /** A listener returns. */
    RETURN,
    /** Time passes. */
    TIMER,
    /** The pool is lost with what is under way, and another one is opened. */
    CUT,
    /** Everything arrives, and accounts are about to be closed. */
    REST
  }

  private static final int SENDERS = 3;
  private static final int IDS_PER_SENDER = 1000;

  private final SimulatedPair pair = new SimulatedPair(null);
  private final AtomicInteger senders = new AtomicInteger(SENDERS);

  private ConcurrentSends() {}

  /** Plays it; the ordinals of the loop's steps, and the schedule. */
  public static final class Play implements BiConsumer<List<Integer>, List<Integer>> {

    /** Creates it. */
    public Play() {}

    @Override
    public void accept(List<Integer> steps, List<Integer> schedule) {
      try {
        new ConcurrentSends().play(steps, schedule);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private void play(List<Integer> steps, List<Integer> schedule) throws Exception {
    pair.calmDown();
    Interleaving threads = new Interleaving(schedule);
    for (int i = 0; i < SENDERS; i++) {
      int sender = i;
      threads.add("sender " + i, () -> send(sender));
    }
    threads.add("loop", () -> runLoop(steps));
    threads.play();
    pair.end();
  }

  private void send(int sender) {
    long id = (long) IDS_PER_SENDER * (sender + 1);
    Passage passage = new Passage(true, sender);
    pair.alpha.send(id, SimulatedNode.PROMPT, 1, passage);
    pair.alpha.send(id + 1, SimulatedNode.NOBODY, 1, Passage.CONFIRMED);
    pair.alpha.send(id + 2, SimulatedNode.CAREFUL, 1, Passage.CONFIRMED);
    pair.alpha.send(id + 3, SimulatedNode.PROMPT, 1, passage);
    pair.alpha.send(id + 4, SimulatedNode.PROMPT, 1, Passage.BEST_EFFORT);
    pair.alpha.send(id + 5, SimulatedNode.PROMPT, 1, passage);
    senders.decrementAndGet();
  }

  private void runLoop(List<Integer> steps) throws Exception {
    for (int step : steps) {
      take(Step.values()[step]);
    }
    Interleaving.await(() -> senders.get() == 0);
  }

  private void take(Step step) throws Exception {
    switch (step) {
      case ARRIVE -> deliver(1);
      case HEAR -> deliver(0);
      case TICK -> pair.alpha.association().tick();
      case TICK_THERE -> pair.beta.association().tick();
      case RETURN -> pair.beta.returnFromListener(0);
      case TIMER -> pair.beta.runTimer();
      case CUT -> cut();
      default -> pair.rest(pair.alpha);
    }
  }

  private void deliver(int which) throws Exception {
    SimulatedPool side = pair.side(which);
    boolean moved = true;
    while (moved) {
      moved = side.deliverControl();
      moved |= side.deliverSmall();
    }
  }

  /** The control lane arrives once more, so that the new pool carries messages. */
  private void cut() throws Exception {
    SimulatedPool side = pair.side(0);
    SimulatedPool other = side.other();
    side.end(null);
    other.end(null);
    side.loseWhatIsUnderWay();
    other.loseWhatIsUnderWay();
    pair.settle(side);
    pair.settle(other);
    pair.open(true);
    deliver(1);
    deliver(0);
  }
}
