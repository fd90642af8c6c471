package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.MessageTooLargeException;
import io.teleport.TransactionRolledBackException;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.MalformedTermException;
import io.teleport.term.PayloadReleasedException;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages that a node passes on as they came: alpha sends to beta, and beta to gamma. */
@Timeout(60)
class RelayTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  @RegisterExtension final Nodes nodes = new Nodes();

  private final Inboxes.Held relay = new Inboxes.Held();
  private final Inboxes.Held end = new Inboxes.Held();
  private LocalNode alpha;
  private LocalNode beta;
  private LocalNode gamma;
  private Address toRelay;
  private Address toEnd;

  @BeforeEach
  void startThreeNodes() {
    gamma = nodes.start("gamma@127.0.0.1", settings -> settings.smallMessage(16 * KIB));
    beta = nodes.start("beta@127.0.0.1", Nodes.knowing(gamma));
    alpha = nodes.start("alpha@127.0.0.1", Nodes.knowing(beta));
    beta.register("relay", relay);
    gamma.register("end", end);
    toRelay = Address.of("relay", beta.name());
    toEnd = Address.of("end", gamma.name());
  }

  private void passOn() throws InterruptedException {
    try (InboundMessage message = relay.next()) {
      beta.send(toEnd, MessageKind.SEND, message);
    }
  }

  private HeldMessage hold(InboundMessage message) {
    return beta.hold(toEnd, MessageKind.SEND, message, Passage.CONFIRMED);
  }

  @Test
  void aMessageThatIsStillArrivingCanBeHeldAndPassedOnLater() throws Exception {
    Term message = Tuple.of(new Atom("blob"), random(60 * MIB));
    alpha.send(toRelay, MessageKind.SEND, message);
    try (InboundMessage arriving = relay.next()) {
      HeldMessage held = hold(arriving);
      assertThat(end.isEmpty()).isTrue();
      held.send();
      try (InboundMessage passed = end.next()) {
        CompletableFuture<Void> finishing = CompletableFuture.runAsync(held::finish);
        try (InputStream in = ((Binary) ((Tuple) passed.decode()).get(1)).openStream()) {
          assertThat(Binary.wrap(in.readAllBytes())).isEqualTo(((Tuple) message).get(1));
        }
        finishing.get(20, TimeUnit.SECONDS);
      }
      held.stage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatIsHeldWhileItArrivesCanBeReadByNobodyElse() throws Exception {
    alpha.send(toRelay, MessageKind.SEND, random(60 * MIB));
    try (InboundMessage arriving = relay.next()) {
      HeldMessage held = hold(arriving);
      assertThatThrownBy(() -> hold(arriving)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> ((Binary) arriving.decode()).openStream())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("when that commits");
      held.discard(new TransactionRolledBackException("by the test"));
      try (InputStream in = ((Binary) arriving.decode()).openStream()) {
        assertThat(in.readNBytes(100)).hasSize(100);
      }
      assertThatThrownBy(() -> hold(arriving)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void whatFailsOnItsWayAfterItWasHeldIsADeadLetterOfTheRelay() throws Exception {
    alpha.send(toRelay, MessageKind.SEND, random(60 * MIB));
    InboundMessage arriving = relay.next();
    HeldMessage held = hold(arriving);
    held.send();
    try (InboundMessage passed = end.next();
        InputStream in = ((Binary) passed.decode()).openStream()) {
      // Its listener returns: that is too early.
      arriving.close();
      held.finish();
      assertThatThrownBy(() -> held.stage().toCompletableFuture().get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(PayloadReleasedException.class);
      assertThat(beta.counters().get(Count.DEAD_LETTERS)).isEqualTo(1);
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void messagesOfManySizesArriveAsTheyWereSent() throws Exception {
    for (int size : new int[] {0, 100, 4096, 20 * KIB, 65_500, 70_000, 3 * MIB + 17}) {
      Term message = Tuple.of(new Atom("blob"), random(size));

      alpha.send(toRelay, MessageKind.SEND, message);
      passOn();

      assertThat(end.nextTerm()).as(size + " bytes").isEqualTo(message);
    }
  }

  @Test
  void aLargeMessageThatDoesNotEndInABinaryArrivesAsItWasSent() throws Exception {
    Term message = Tuple.of(random(2 * MIB), random(100), new Atom("end"));

    alpha.send(toRelay, MessageKind.SEND, message);
    passOn();

    assertThat(end.nextTerm()).isEqualTo(message);
  }

  @Test
  void aMessageWithALongEnvelopeArrivesAsItWasSent() throws Exception {
    Term message = Tuple.of(random(100 * KIB), random(300 * KIB));

    alpha.send(toRelay, MessageKind.SEND, message);
    passOn();

    assertThat(end.nextTerm()).isEqualTo(message);
  }

  @Test
  void aLongEnvelopeIsAnnouncedToANodeThatTakesIt() throws Exception {
    // It is too long to be sent with the announcement to the first node, but not to the second.
    LocalNode shy = nodes.start("shy@127.0.0.1", settings -> settings.smallMessage(KIB));
    Inboxes.Held shyRelay = new Inboxes.Held();
    shy.register("relay", shyRelay);
    LocalNode sender = nodes.start("sender@127.0.0.1", Nodes.knowing(shy));
    Term message = Tuple.of(random(3 * KIB), random(300 * KIB));
    sender.send(Address.of("relay", shy.name()), MessageKind.SEND, message);
    LocalNode onward = nodes.start("onward@127.0.0.1", Nodes.knowing(gamma));

    try (InboundMessage arrived = shyRelay.next()) {
      onward.send(toEnd, MessageKind.SEND, arrived);
    }

    assertThat(end.nextTerm()).isEqualTo(message);
  }

  @Test
  void memoryIsSharedAndNotCopied() throws Exception {
    alpha.send(toRelay, MessageKind.SEND, random(10 * ChunkPool.CHUNK_SIZE));
    InboundMessage message = relay.next();
    int out = beta.memory().chunksOut();

    GatherList list = message.encoded(new TermEncoder(), 20);

    assertThat(beta.memory().chunksOut()).isEqualTo(out).isPositive();
    assertThat(list.segments()).last().isInstanceOf(Segment.Chunks.class);
    message.close();
    assertThat(beta.memory().chunksOut()).isEqualTo(out);
    list.release();
    assertThat(beta.memory().chunksOut()).isZero();
  }

  @Test
  void aMessageGoesToManyFromTheSameMemory() throws Exception {
    Term message = random(2 * MIB);
    alpha.send(toRelay, MessageKind.SEND, message);
    try (InboundMessage arrived = relay.next()) {
      for (int i = 0; i < 5; i++) {
        beta.send(toEnd, MessageKind.SEND, arrived);
      }
    }
    for (int i = 0; i < 5; i++) {
      assertThat(end.nextTerm()).isEqualTo(message);
    }
  }

  @Test
  void aStreamIsPassedOnWhileItArrives() throws Exception {
    byte[] bytes = random(40 * MIB).toByteArray();
    InputStream stream = new ByteArrayInputStream(bytes);
    CompletableFuture<Void> sent =
        CompletableFuture.runAsync(
            () ->
                alpha.send(toRelay, MessageKind.SEND, Tuple.of(Atom.OK, Binary.ofStream(stream))));
    CompletableFuture<Void> passedOn =
        CompletableFuture.runAsync(
            () -> {
              try {
                passOn();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    try (InboundMessage arrived = end.next()) {
      assertThat(arrived.size()).isEqualTo(-1);
      Tuple tuple = (Tuple) arrived.decode();
      try (InputStream received = ((Binary) tuple.get(1)).openStream()) {
        assertThat(Arrays.equals(received.readAllBytes(), bytes)).isTrue();
      }
    }
    sent.get(20, TimeUnit.SECONDS);
    passedOn.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aStreamIsPassedOnOnce() throws Exception {
    byte[] bytes = new byte[40 * MIB];
    alpha.send(toRelay, MessageKind.SEND, Binary.wrap(bytes));
    try (InboundMessage message = relay.next()) {
      Binary payload = (Binary) message.decode();
      try (InputStream stream = payload.openStream()) {
        assertThat(stream.read()).isZero();
        assertThatThrownBy(() -> beta.send(toEnd, MessageKind.SEND, message))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("once only");
      }
    }
    assertThat(end.isEmpty()).isTrue();
  }

  @Test
  void whatIsNoTermIsPassedOnAndRefusedAtTheEnd() throws Exception {
    for (int size : new int[] {100, 200 * KIB}) {
      Sendable noTerm =
          (encoder, headroom) -> {
            byte[] frame = new byte[headroom + size];
            Arrays.fill(frame, headroom, frame.length, (byte) 7);
            List<Segment> segments = List.of(new Segment.Heap(frame, 0, frame.length));
            return new GatherList(segments, headroom, size, 0, null);
          };

      alpha.send(toRelay, MessageKind.SEND, noTerm);
      passOn();

      try (InboundMessage arrived = end.next()) {
        assertThat(arrived.size()).isEqualTo(size);
        assertThatThrownBy(() -> arrived.decode())
            .isInstanceOf(MalformedTermException.class)
            .hasMessageContaining("the first byte is 7");
      }
    }
  }

  @Test
  void aRequestIsPassedOnAndItsAnswerIsNotDecodedOnTheWayBack() throws Exception {
    Term question = Tuple.of(new Atom("question"), random(100 * KIB));
    gamma.register("echo", Inboxes.answering(gamma, request -> request));
    CompletableFuture<Term> answer =
        alpha.callAsync(toRelay, MessageKind.CALL, question, SOON).toCompletableFuture();

    try (InboundMessage request = relay.next()) {
      Term answered = beta.call(Address.of("echo", gamma.name()), MessageKind.CALL, request, SOON);
      assertThat(answered).isEqualTo(question);
      request.responder().orElseThrow().reply(request);
    }

    assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(question);
  }

  @Test
  void anAnswerThatIsStillArrivingIsRefused() throws Exception {
    CompletableFuture<Term> answer =
        alpha
            .callAsync(toRelay, MessageKind.CALL, Binary.wrap(new byte[40 * MIB]), SOON)
            .toCompletableFuture();

    try (InboundMessage request = relay.next()) {
      Responder responder = request.responder().orElseThrow();
      assertThatThrownBy(() -> responder.reply(request))
          .isInstanceOf(MessageTooLargeException.class);
      responder.reply(Atom.OK);
    }

    assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(Atom.OK);
  }

  @Test
  void aMessageThatWasGivenBackIsNotPassedOn() throws Exception {
    for (int size : new int[] {100, 200 * KIB, 40 * MIB}) {
      alpha.send(toRelay, MessageKind.SEND, Binary.wrap(new byte[size]));
      InboundMessage message = relay.next();
      message.close();
      assertThatThrownBy(() -> beta.send(toEnd, MessageKind.SEND, message))
          .as(size + " bytes")
          .isInstanceOf(PayloadReleasedException.class);
    }
    assertThat(end.isEmpty()).isTrue();
  }

  @Test
  void aStreamThatBreaksOffBreaksOffForWhoeverItIsPassedOnTo() throws Exception {
    InputStream broken =
        new InputStream() {
          private int left = 40 * MIB;

          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            if (left <= 0) {
              return read();
            }
            left -= length;
            return length;
          }
        };
    CompletableFuture<Void> sent =
        CompletableFuture.runAsync(
            () -> alpha.send(toRelay, MessageKind.SEND, Binary.ofStream(broken)));
    CompletableFuture<Void> passedOn =
        CompletableFuture.runAsync(
            () -> {
              try {
                passOn();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    try (InboundMessage arrived = end.next();
        InputStream stream = ((Binary) arrived.decode()).openStream()) {
      assertThatThrownBy(stream::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the disk is gone");
    }
    assertThatThrownBy(() -> sent.get(20, TimeUnit.SECONDS)).hasMessageContaining("stream");
    assertThatThrownBy(() -> passedOn.get(20, TimeUnit.SECONDS)).hasMessageContaining("stream");
  }

  private static Binary random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Binary.wrap(bytes);
  }
}
