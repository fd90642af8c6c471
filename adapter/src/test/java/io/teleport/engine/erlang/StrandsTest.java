package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows a large message on its strand waits until all of it has left. */
class StrandsTest {

  private final Strands strands = new Strands();
  private final List<String> sent = new ArrayList<>();

  private void send(int strand, String name) {
    strands.send(strand, name.startsWith("L"), () -> sent.add(name));
  }

  @Test
  void smallMessagesGoAtOnce() {
    send(1, "s1");
    send(1, "s2");
    assertThat(sent).containsExactly("s1", "s2");
  }

  @Test
  void whatFollowsALargeOneWaitsForIt() {
    send(1, "L1");
    send(1, "s2");
    send(1, "s3");
    assertThat(sent).containsExactly("L1");
    strands.left(1);
    assertThat(sent).containsExactly("L1", "s2", "s3");
    send(1, "s4");
    assertThat(sent).endsWith("s4");
  }

  @Test
  void aLargeOneThatWaitedKeepsOthersWaiting() {
    send(1, "L1");
    send(1, "s2");
    send(1, "L3");
    send(1, "s4");
    strands.left(1);
    assertThat(sent).containsExactly("L1", "s2", "L3");
    strands.left(1);
    assertThat(sent).containsExactly("L1", "s2", "L3", "s4");
  }

  @Test
  void otherStrandsDoNotWait() {
    send(1, "L1");
    send(2, "L2");
    send(3, "s3");
    assertThat(sent).containsExactly("L1", "L2", "s3");
  }

  @Test
  void thousandsThatFailAtOnceAreAllTold() {
    send(1, "L0");
    for (int i = 1; i < 3000; i++) {
      strands.send(
          1,
          true,
          () -> {
            sent.add("failed");
            strands.left(1);
          });
    }
    strands.left(1);
    assertThat(sent).hasSize(3000);
  }
}
