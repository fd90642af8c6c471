package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Pools of an association that come and go at awkward moments. */
class AssociationTest {

  private final Association association =
      new SimulatedNode("alpha@sim", "beta@sim", 1).association();
  private final RecordingPool pool = new RecordingPool(association);
  private final AtomicInteger ran = new AtomicInteger();

  private void add() {
    association.begun(pool);
    association.add(pool);
    association.whenCarrying(ran::incrementAndGet);
  }

  @Test
  void whoWaitsForAPoolIsToldThatItIsLostBeforeItHasCarriedAnything() {
    add();
    assertThat(ran).hasValue(0);
    association.lost(pool, "reset");
    assertThat(ran).hasValue(1);
  }

  @Test
  void whoWaitsForAPoolIsToldThatItWasLostBeforeItWasAdded() {
    // A bulk socket is closed by its own loop, at any moment.
    pool.end(null);
    add();
    assertThat(ran).hasValue(1);
  }
}
