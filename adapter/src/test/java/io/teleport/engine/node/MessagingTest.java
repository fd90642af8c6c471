package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.CallTimeoutException;
import io.teleport.ListenerFailedException;
import io.teleport.MessageTooLargeException;
import io.teleport.NoSuchNameException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.FreePort;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MessagingTest extends TwoNodes {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int MIB = 1 << 20;

  @TempDir Path directory;

  @Test
  void aSmallMessageArrives() throws Exception {
    Term message = Tuple.of(new Atom("order"), Binary.utf8("three apples"));

    alpha.send(orders, MessageKind.CAST, message);

    try (InboundMessage arrived = inbox.next()) {
      assertThat(arrived.decode()).isEqualTo(message);
      assertThat(arrived.kind()).isEqualTo(MessageKind.CAST);
      assertThat(arrived.sender()).isEqualTo(alpha.name());
      assertThat(arrived.destination()).isEqualTo(orders);
      assertThat(arrived.responder()).isEmpty();
    }
  }

  @Test
  void messagesOfManySizesArriveUnchanged() throws Exception {
    for (int size :
        new int[] {0, 1, 4095, 4096, 65_500, 65_536, 70_000, MIB, 3 * MIB + 17, 20 * MIB}) {
      Binary binary = random(size);

      alpha.send(orders, MessageKind.SEND, Tuple.of(new Atom("blob"), binary));

      assertThat(((Tuple) inbox.nextTerm()).get(1)).as(size + " bytes").isEqualTo(binary);
    }
  }

  @Test
  void aLargeMessageThatDoesNotEndInABinaryArrives() throws Exception {
    Term message = Tuple.of(random(2 * MIB), random(100), random(5 * MIB), new Atom("end"));

    alpha.send(orders, MessageKind.SEND, message);

    assertThat(inbox.nextTerm()).isEqualTo(message);
  }

  @Test
  void aBinaryInADirectBufferArrives() throws Exception {
    byte[] bytes = random(5 * MIB).toByteArray();
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();

    alpha.send(orders, MessageKind.SEND, Binary.of(direct));

    assertThat(inbox.nextTerm()).isEqualTo(Binary.wrap(bytes));
  }

  @Test
  void aFileLargerThanTheMemoryArrivesAsAStream() throws Exception {
    Path file = directory.resolve("large");
    byte[] expected = writeRandom(file, 300L * MIB);

    alpha.send(orders, MessageKind.SEND, Tuple.of(new Atom("file"), Binary.ofFile(file)));

    try (InboundMessage arrived = inbox.next()) {
      Binary tail = (Binary) ((Tuple) arrived.decode()).get(1);
      assertThat(tail.size()).isEqualTo(300L * MIB);
      assertThat(digest(tail.openStream())).isEqualTo(expected);
    }
  }

  @Test
  void aStreamOfUnknownLengthArrives() throws Exception {
    byte[] bytes = random(40 * MIB).toByteArray();
    Thread sender =
        new Thread(
            () ->
                alpha.send(
                    orders, MessageKind.SEND, Binary.ofStream(new ByteArrayInputStream(bytes))));
    sender.start();

    try (InboundMessage arrived = inbox.next()) {
      assertThat(arrived.size()).isEqualTo(-1);
      InputStream in = ((Binary) arrived.decode()).openStream();
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    sender.join();
  }

  @Test
  void aSmallStreamOfKnownLengthArrives() throws Exception {
    byte[] bytes = random(5000).toByteArray();

    alpha.send(orders, MessageKind.SEND, Binary.ofStream(new ByteArrayInputStream(bytes), 5000));

    assertThat(inbox.nextTerm()).isEqualTo(Binary.wrap(bytes));
  }

  @Test
  void aStreamWhoseCloseThrowsTheSameExceptionOnceMoreFailsTheSend() throws Exception {
    IOException gone = new IOException("the client has gone");
    InputStream failing =
        new InputStream() {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw gone;
          }

          @Override
          public int read() throws IOException {
            throw gone;
          }

          @Override
          public void close() throws IOException {
            throw gone;
          }
        };

    assertThat(alpha.ping(beta.name())).as("else nothing of it leaves").isTrue();
    assertThatThrownBy(() -> alpha.send(orders, MessageKind.SEND, Binary.ofStream(failing)))
        .isInstanceOf(TeleportException.class)
        .hasCause(gone);
    inbox.next().close();
  }

  @Test
  void aMessageTooLargeForAMailboxIsRefusedByReceive() throws Exception {
    Mailbox mailbox = alpha.openMailbox();
    assertThat(alpha.ping(beta.name())).isTrue();

    beta.send(Address.of(mailbox.pid()), MessageKind.SEND, random(40 * MIB));

    assertThatThrownBy(() -> mailbox.receive(SOON)).isInstanceOf(MessageTooLargeException.class);
    mailbox.close();
  }

  @Test
  void aListenerMayLeaveAStreamUnread() throws Exception {
    Path file = directory.resolve("large");
    writeRandom(file, 100L * MIB);

    alpha.send(orders, MessageKind.SEND, Binary.ofFile(file));
    try (InboundMessage arrived = inbox.next()) {
      Binary tail = (Binary) arrived.decode();
      assertThat(tail.openStream().readNBytes(1000)).hasSize(1000);
    }

    alpha.send(orders, MessageKind.SEND, new Atom("next"));
    assertThat(inbox.nextTerm()).isEqualTo(new Atom("next"));
  }

  @Test
  void aReceivedBinaryIsSentOnWithoutCopying() throws Exception {
    LocalNode gamma = nodes.start("gamma@127.0.0.1");
    Inboxes.Held last = new Inboxes.Held();
    gamma.register("last", last);
    LocalNode relay = nodes.start("relay@127.0.0.1", Nodes.knowing(gamma));
    Inboxes.Held received = new Inboxes.Held();
    relay.register("relay", received);
    LocalNode sender = nodes.start("sender@127.0.0.1", Nodes.knowing(relay));
    Binary binary = random(10 * MIB);

    sender.send(Address.of("relay", relay.name()), MessageKind.SEND, binary);
    try (InboundMessage arrived = received.next()) {
      relay.send(Address.of("last", gamma.name()), MessageKind.SEND, arrived.decode());
    }

    assertThat(last.nextTerm()).isEqualTo(binary);
  }

  @Test
  void aCallIsAnswered() {
    beta.register("double", Inboxes.answering(beta, term -> Tuple.of(term, term)));

    Term answer =
        alpha.call(Address.of("double", beta.name()), MessageKind.CALL, new Atom("x"), SOON);

    assertThat(answer).isEqualTo(Tuple.of(new Atom("x"), new Atom("x")));
  }

  @Test
  void aLargeAnswerIsOnTheHeapAndStaysValid() {
    Binary binary = random(10 * MIB);
    beta.register("blob", Inboxes.answering(beta, term -> binary));

    Term answer =
        alpha.call(Address.of("blob", beta.name()), MessageKind.CALL, new Atom("x"), SOON);

    assertThat(answer).isEqualTo(binary);
  }

  @Test
  void anAsynchronousCallCompletesOnAThreadOfTheExecutor() throws Exception {
    beta.register("echo", Inboxes.answering(beta, term -> term));

    String thread =
        alpha
            .callAsync(Address.of("echo", beta.name()), MessageKind.CALL, new Atom("x"), SOON)
            .thenApply(answer -> Thread.currentThread().getName())
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);

    assertThat(thread).isIn("alpha@127.0.0.1", Thread.currentThread().getName());
  }

  @Test
  void aCallToANameThatNobodyRegisteredFailsAtOnce() {
    Address nobody = Address.of("nobody", beta.name());

    assertThatThrownBy(() -> alpha.call(nobody, MessageKind.CALL, new Atom("x"), SOON))
        .isInstanceOf(NoSuchNameException.class)
        .hasMessageContaining("{nobody, 'beta@127.0.0.1'}");
  }

  @Test
  void aMessageToANameThatNobodyRegisteredIsADeadLetterOfItsSender() {
    alpha.send(Address.of("nobody", beta.name()), MessageKind.SEND, new Atom("x"));

    Nodes.await("it is counted", () -> alpha.counters().get(Count.DEAD_LETTERS) == 1);
  }

  @Test
  void aLargeMessageToANameThatNobodyRegisteredIsADeadLetterOfItsSender() {
    alpha.send(Address.of("nobody", beta.name()), MessageKind.SEND, random(10 * MIB));

    Nodes.await("it is counted", () -> alpha.counters().get(Count.DEAD_LETTERS) == 1);
  }

  @Test
  void aListenerThatFailsTellsTheCallerWithoutItsStackTrace() {
    beta.register(
        "failing",
        Inboxes.answering(
            beta,
            term -> {
              throw new IllegalStateException("out of apples");
            }));

    assertThatThrownBy(
            () ->
                alpha.call(
                    Address.of("failing", beta.name()), MessageKind.CALL, new Atom("x"), SOON))
        .isInstanceOf(ListenerFailedException.class)
        .hasMessageContaining("out of apples")
        .satisfies(
            e ->
                assertThat(((ListenerFailedException) e).failureType())
                    .isEqualTo("java.lang.IllegalStateException"));
  }

  @Test
  void aCallThatNobodyAnswersTimesOut() throws Exception {
    assertThatThrownBy(
            () -> alpha.call(orders, MessageKind.CALL, new Atom("x"), Duration.ofMillis(50)))
        .isInstanceOf(CallTimeoutException.class);

    InboundMessage late = inbox.next();
    late.responder().orElseThrow().reply(new Atom("late"));
    late.close();
  }

  @Test
  void aNodeThatDoesNotExistIsReportedWithWhatWasTried() {
    int port = FreePort.find();
    LocalNode gamma = nodes.start("gamma@127.0.0.1", s -> s.defaultPeerPort(port));
    assertThatThrownBy(
            () ->
                gamma.send(
                    Address.of("orders", "nobody@127.0.0.1"), MessageKind.SEND, new Atom("x")))
        .isInstanceOf(NodeDownException.class)
        .hasMessageContaining("nobody@127.0.0.1 at 127.0.0.1:" + port);
  }

  @Test
  void aNodeCanSendToItself() throws Exception {
    LocalNode self = nodes.start("self@127.0.0.1");
    Inboxes.Held own = new Inboxes.Held();
    self.register("own", own);

    self.send(Address.of("own", self.name()), MessageKind.SEND, new Atom("hello"));

    assertThat(own.nextTerm()).isEqualTo(new Atom("hello"));
    assertThat(self.nodes()).isEmpty();
  }

  @Test
  void aPidCanBeSentTo() {
    Mailbox mailbox = alpha.openMailbox();
    beta.register("answer", Inboxes.answering(beta, term -> term));
    assertThat(alpha.ping(beta.name())).isTrue();

    beta.send(Address.of(mailbox.pid()), MessageKind.SEND, new Atom("hello"));

    assertThat(mailbox.receive(SOON)).isEqualTo(new Atom("hello"));
    mailbox.close();
  }

  @Test
  void primingOpensThePoolsAndNodesListsThem() {
    alpha.prime(List.of(beta.name()));

    assertThat(alpha.nodes()).containsExactly(beta.name());
    assertThat(beta.nodes()).containsExactly(alpha.name());
    assertThat(alpha.ping(NodeName.of("nobody@127.0.0.1"))).isFalse();
  }

  private static Binary random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Binary.wrap(bytes);
  }

  private static byte[] writeRandom(Path file, long size) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] block = random(MIB).toByteArray();
    try (var out = Files.newOutputStream(file)) {
      for (long written = 0; written < size; written += MIB) {
        block[0]++;
        out.write(block);
        digest.update(block);
      }
    }
    return digest.digest();
  }

  private static byte[] digest(InputStream in) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (DigestInputStream digesting = new DigestInputStream(in, digest)) {
      digesting.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return digest.digest();
  }
}
