package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import io.teleport.term.Binary;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node reads what it receives within the limits of its own settings. */
@Timeout(60)
class LimitsTest extends TwoNodes {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Term MANY = Terms.of(Collections.nCopies(2000, "x"));

  LimitsTest() {
    super(settings -> settings.maxTerms(1000).maxMessage(1 << 20));
  }

  @Test
  void aMessageOfTooManyTermsIsRefusedWhenItIsRead() throws Exception {
    alpha.send(orders, MessageKind.SEND, MANY);
    try (InboundMessage message = inbox.next()) {
      assertThatThrownBy(message::decode)
          .isInstanceOf(MalformedTermException.class)
          .hasMessageContaining("maxTerms");
    }
  }

  @Test
  void aMailboxRefusesItToo() {
    try (Mailbox mailbox = beta.openMailbox()) {
      alpha.send(Address.of(mailbox.pid()), MessageKind.SEND, MANY);
      assertThatThrownBy(() -> mailbox.receive(SOON))
          .isInstanceOf(MalformedTermException.class)
          .hasMessageContaining("maxTerms");
    }
  }

  @Test
  void anAnswerOfTooManyTermsFailsTheCall() {
    alpha.register("many", Inboxes.answering(alpha, request -> MANY));
    assertThat(alpha.ping(beta.name())).isTrue();
    Address many = Address.of("many", alpha.name());
    assertThatThrownBy(() -> beta.call(many, MessageKind.CALL, MANY, SOON))
        .isInstanceOf(MalformedTermException.class)
        .hasMessageContaining("maxTerms");
  }

  @Test
  void aCompressedMessageMayInflateToMaxMessage() throws Exception {
    alpha.send(orders, MessageKind.SEND, compressedBinary((1 << 20) - 5));
    assertThat(inbox.nextTerm()).isEqualTo(Binary.wrap(new byte[(1 << 20) - 5]));

    alpha.send(orders, MessageKind.SEND, compressedBinary((1 << 20) - 4));
    try (InboundMessage message = inbox.next()) {
      assertThatThrownBy(message::decode)
          .isInstanceOf(MalformedTermException.class)
          .hasMessageContaining("maxMessage");
    }
  }

  /** A binary of zeros in the compressed form, which this project's own encoder does not write. */
  private static Sendable compressedBinary(int size) {
    byte[] plain = ByteBuffer.allocate(5 + size).put((byte) 109).putInt(size).array();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(131);
    out.write(80);
    out.writeBytes(ByteBuffer.allocate(4).putInt(plain.length).array());
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] bytes = out.toByteArray();
    return (encoder, headroom) -> {
      byte[] frame = new byte[headroom + bytes.length];
      System.arraycopy(bytes, 0, frame, headroom, bytes.length);
      List<Segment> segments = List.of(new Segment.Heap(frame, 0, frame.length));
      return new GatherList(segments, headroom, bytes.length, 0, null);
    };
  }
}
