package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.TeleportMessage;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.ListTerm;
import io.teleport.term.PayloadReleasedException;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class InboundTeleportMessageTest {

  private static final Binary BODY = Binary.utf8("bytes");

  @Test
  void thePayloadIsDecodedOnceAndWhenItIsAskedFor() {
    RecordedMessage recorded = new RecordedMessage(MessageKind.SEND, Atom.OK);
    try (InboundTeleportMessage message = new InboundTeleportMessage(recorded)) {
      assertThat(recorded.decoded).isZero();
      assertThat(message.payload()).isEqualTo(Atom.OK).isSameAs(message.payload());
      assertThat(recorded.decoded).isEqualTo(1);
    }
  }

  static Stream<Term> termsThatEndInABinary() {
    return Stream.of(
        BODY,
        Tuple.of(Atom.of("file"), Binary.utf8("name"), BODY),
        ListTerm.of(Atom.OK, BODY),
        ListTerm.of(List.of(Atom.OK), BODY),
        Tuple.of(Atom.OK, ListTerm.of(Tuple.of(BODY))));
  }

  @ParameterizedTest
  @MethodSource("termsThatEndInABinary")
  void theBodyIsTheBinaryThatTheMessageEndsIn(Term payload) throws Exception {
    try (InboundTeleportMessage message =
        new InboundTeleportMessage(new RecordedMessage(MessageKind.SEND, payload))) {
      assertThat(message.body().readAllBytes()).isEqualTo(BODY.toByteArray());
    }
  }

  static Stream<Term> termsThatDoNot() {
    return Stream.of(Atom.OK, Tuple.EMPTY, ListTerm.EMPTY, Tuple.of(BODY, Atom.OK));
  }

  @ParameterizedTest
  @MethodSource("termsThatDoNot")
  void aMessageThatDoesNotEndInABinaryHasNoBody(Term payload) {
    try (InboundTeleportMessage message =
        new InboundTeleportMessage(new RecordedMessage(MessageKind.SEND, payload))) {
      assertThatThrownBy(message::body)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not end in a binary");
    }
  }

  @Test
  void afterItWasClosedThePayloadIsGone() {
    InboundTeleportMessage message =
        new InboundTeleportMessage(new RecordedMessage(MessageKind.SEND, Atom.OK));
    message.payload();
    message.close();
    assertThatThrownBy(message::payload).isInstanceOf(PayloadReleasedException.class);
    assertThatThrownBy(message::body).isInstanceOf(PayloadReleasedException.class);
    assertThatThrownBy(() -> message.as(String.class)).isInstanceOf(PayloadReleasedException.class);
    assertThatThrownBy(() -> message.encoded(new TermEncoder(), 16))
        .isInstanceOf(PayloadReleasedException.class);
  }

  @ParameterizedTest
  @EnumSource(TeleportMessage.Kind.class)
  void theKindIsWhatTheSenderDid(TeleportMessage.Kind kind) {
    MessageKind sent = MessageKind.valueOf(kind.name());
    try (InboundTeleportMessage message =
        new InboundTeleportMessage(new RecordedMessage(sent, Atom.OK))) {
      assertThat(message.kind()).isEqualTo(kind);
      assertThat(message.replyTo().isPresent()).isEqualTo(sent.isRequest());
    }
  }
}
