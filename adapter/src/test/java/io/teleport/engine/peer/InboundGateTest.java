package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundGateTest {

  private final InboundGate gate = new InboundGate(10);
  private final List<String> in = new ArrayList<>();

  @Test
  void whoFitsEntersAtOnce() {
    enter("a", 4);
    enter("b", 6);
    enter("c", 1);
    assertThat(in).containsExactly("a", "b");
  }

  @Test
  void whoLeavesLetsTheNextIn() {
    InboundGate.Entry a = enter("a", 10);
    enter("b", 5);
    enter("c", 5);
    enter("d", 5);
    gate.leave(a);
    assertThat(in).containsExactly("a", "b", "c");
  }

  @Test
  void nobodyOvertakesWhoWaits() {
    InboundGate.Entry a = enter("a", 6);
    enter("b", 6);
    enter("c", 1);
    assertThat(in).containsExactly("a");
    gate.leave(a);
    assertThat(in).containsExactly("a", "b", "c");
  }

  @Test
  void oneLargerThanTheLimitEntersAlone() {
    InboundGate.Entry a = enter("a", 1);
    InboundGate.Entry large = enter("large", 50);
    assertThat(in).containsExactly("a");
    gate.leave(a);
    assertThat(in).containsExactly("a", "large");
    enter("b", 1);
    assertThat(in).containsExactly("a", "large");
    gate.leave(large);
    assertThat(in).containsExactly("a", "large", "b");
  }

  @Test
  void whoGivesUpMakesRoomInTheLine() {
    InboundGate.Entry a = enter("a", 8);
    InboundGate.Entry b = enter("b", 8);
    enter("c", 2);
    gate.leave(b);
    assertThat(in).containsExactly("a", "c");
    gate.leave(a);
    assertThat(in).containsExactly("a", "c");
  }

  @Test
  void leavingTwiceCountsOnce() {
    InboundGate.Entry a = enter("a", 5);
    enter("b", 5);
    gate.leave(a);
    gate.leave(a);
    enter("c", 5);
    enter("d", 5);
    assertThat(in).containsExactly("a", "b", "c");
  }

  private InboundGate.Entry enter(String name, int chunks) {
    return gate.enter(chunks, () -> in.add(name));
  }
}
