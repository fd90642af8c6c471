package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.frame.MessageKind;
import io.teleport.term.Terms;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrandsTest {

  @Test
  void aStrandWithoutMessagesTakesNoMemory() {
    Strands strands = new Strands();
    List<InboundTeleportMessage> messages = onOneStrand(3);
    assertThat(messages.stream().map(strands::enter)).containsExactly(true, false, false);
    assertThat(strands.taken()).isEqualTo(1);
    assertThat(messages.stream().map(strands::leave))
        .containsExactly(messages.get(1), messages.get(2), null);
    assertThat(strands.taken()).isZero();
    assertThat(strands.enter(messages.get(0))).isTrue();
  }

  @Test
  void aMessageWaitsForThoseThatWereClearedBeforeItCame() {
    Strands strands = new Strands();
    List<InboundTeleportMessage> messages = onOneStrand(4);
    messages.subList(0, 3).forEach(strands::enter);
    assertThat(strands.clear()).containsExactly(messages.get(1), messages.get(2));
    assertThat(strands.enter(messages.get(3))).isFalse();
    assertThat(strands.leave(messages.get(1))).isNull();
    assertThat(strands.leave(messages.get(0))).isNull();
    assertThat(strands.leave(messages.get(2))).isSameAs(messages.get(3));
    assertThat(strands.leave(messages.get(3))).isNull();
    assertThat(strands.taken()).isZero();
  }

  private static List<InboundTeleportMessage> onOneStrand(int count) {
    List<InboundTeleportMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(
          new InboundTeleportMessage(
              new RecordedMessage(MessageKind.SEND, Terms.of(i)).onStrand(5)));
    }
    return messages;
  }
}
