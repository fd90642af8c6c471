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
    List<InboundTeleportMessage> messages = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      messages.add(
          new InboundTeleportMessage(
              new RecordedMessage(MessageKind.SEND, Terms.of(i)).onStrand(5)));
    }
    assertThat(messages.stream().map(strands::enter)).containsExactly(true, false, false);
    assertThat(strands.taken()).isEqualTo(1);
    assertThat(messages.stream().map(strands::leave))
        .containsExactly(messages.get(1), messages.get(2), null);
    assertThat(strands.taken()).isZero();
    assertThat(strands.enter(messages.get(0))).isTrue();
  }
}
