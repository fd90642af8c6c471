package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.term.Atom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The answer to a call of another node. */
class CallResponderTest {

  private final List<MessageKind> sent = new ArrayList<>();
  private Error failure;
  private final CallResponder responder =
      new CallResponder(NodeName.of("alpha@h"), Address.of("orders", "beta@h"), 1, this::send);

  private void send(NodeName to, MessageKind kind, long correlation, Sendable answer) {
    if (failure != null) {
      throw failure;
    }
    sent.add(kind);
  }

  @Test
  void aCallIsAnsweredOnce() {
    responder.reply(Sendable.of(Atom.OK));
    assertThatThrownBy(() -> responder.reply(Sendable.of(Atom.OK)))
        .isInstanceOf(IllegalStateException.class);
    responder.fail(new IllegalStateException("too late"));
    assertThat(sent).containsExactly(MessageKind.REPLY);
  }

  @Test
  void anAnswerThatFailsWithAnErrorLeavesRoomForAnother() {
    failure = new NoClassDefFoundError("a test");
    assertThatThrownBy(() -> responder.reply(Sendable.of(Atom.OK))).isSameAs(failure);
    assertThat(responder.isAnswered()).isFalse();
    failure = null;
    responder.fail(new NoClassDefFoundError("a test"));
    assertThat(sent).containsExactly(MessageKind.FAILURE);
  }
}
