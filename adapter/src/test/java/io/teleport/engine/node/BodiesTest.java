package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.BodyLengthException;
import io.teleport.NodeDownException;
import io.teleport.TeleportException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.FreePort;
import io.teleport.engine.net.Reservation;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.Tuple;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that come out of channels and files, and what happens when those break their word. */
@Timeout(60)
class BodiesTest extends TwoNodes {

  private static final int MIB = 1 << 20;

  /** What is streamed, and what is received as a whole. */
  private static final int LARGE = 40 * MIB;

  private static final int MEDIUM = 3 * MIB;

  @TempDir Path directory;

  // ------------------------------------------------------------------ what is sent arrives

  @ParameterizedTest
  @ValueSource(ints = {1, 5000, 300_000, MEDIUM, LARGE + 3})
  void aChannelOfKnownLengthArrivesAndIsClosed(int size) throws Exception {
    byte[] bytes = random(size);
    ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(bytes));

    CompletableFuture<Void> sent = send(Binary.ofChannel(channel, size));

    assertThat(Arrays.equals(receive(), bytes)).isTrue();
    sent.get(20, TimeUnit.SECONDS);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aChannelOfUnknownLengthArrivesAndIsClosed() throws Exception {
    byte[] bytes = random(LARGE + 5);
    Pipe pipe = Pipe.open();
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> {
              try (Pipe.SinkChannel sink = pipe.sink()) {
                sink.write(ByteBuffer.wrap(bytes));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });

    CompletableFuture<Void> sent = send(Binary.ofChannel(pipe.source()));

    assertThat(Arrays.equals(receive(), bytes)).isTrue();
    sent.get(20, TimeUnit.SECONDS);
    written.get(20, TimeUnit.SECONDS);
    assertThat(pipe.source().isOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5000, 300_000, MEDIUM, LARGE + 3})
  void anOpenFileArrivesFromItsPositionOnAndIsClosed(int size) throws Exception {
    byte[] bytes = random(size + 7);
    FileChannel file = open(write(bytes)).position(7);

    CompletableFuture<Void> sent = send(Binary.ofChannel(file));

    assertThat(Arrays.equals(receive(), Arrays.copyOfRange(bytes, 7, size + 7))).isTrue();
    sent.get(20, TimeUnit.SECONDS);
    assertThat(file.isOpen()).isFalse();
  }

  @Test
  void anOpenFileMayBeClosedAsSoonAsSendReturns() throws Exception {
    byte[] bytes = random(MEDIUM);
    Path path = write(bytes);
    for (int i = 0; i < 20; i++) {
      try (FileChannel file = open(path)) {
        alpha.send(orders, MessageKind.SEND, Binary.ofChannel(file));
      }
      assertThat(Arrays.equals(receive(), bytes)).isTrue();
    }
  }

  @Test
  void emptyChannelsArriveAndAreClosed() throws Exception {
    FileChannel file = open(write(new byte[0]));
    ReadableByteChannel channel = Channels.newChannel(InputStream.nullInputStream());

    alpha.send(orders, MessageKind.SEND, Binary.ofChannel(file));
    alpha.send(orders, MessageKind.SEND, Binary.ofChannel(channel, 0));

    assertThat(receive()).isEmpty();
    assertThat(receive()).isEmpty();
    assertThat(file.isOpen()).isFalse();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aChannelThatYieldsLittleAtATimeIsPassedOnAsItComes() throws Exception {
    Pipe pipe = Pipe.open();
    CompletableFuture<Void> sent = send(Binary.ofChannel(pipe.source()));
    try (InboundMessage message = inbox.next();
        InputStream in = ((Binary) ((Tuple) message.decode()).get(1)).openStream()) {
      for (int i = 0; i < 1000; i++) {
        pipe.sink().write(ByteBuffer.wrap(new byte[] {(byte) i}));
        assertThat(in.read()).isEqualTo(i & 0xFF);
      }
      pipe.sink().close();
      assertThat(in.read()).isEqualTo(-1);
    }
    sent.get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource(
      value = MessageKind.class,
      names = {"REPLY", "FAILURE"},
      mode = EnumSource.Mode.EXCLUDE)
  void aListenerReadsWhatIsStillArrivingOfEveryKind(MessageKind kind) throws Exception {
    byte[] first = random(1000);
    Pipe pipe = Pipe.open();
    Tuple body = Tuple.of(Atom.OK, Binary.ofChannel(pipe.source()));
    CompletableFuture<?> sent =
        CompletableFuture.runAsync(
            () -> {
              if (kind.isRequest()) {
                alpha.call(orders, kind, body, Duration.ofSeconds(20));
              } else {
                alpha.send(orders, kind, body);
              }
            });

    try (InboundMessage message = inbox.next()) {
      assertThat(message.kind()).isEqualTo(kind);
      InputStream in = ((Binary) ((Tuple) message.decode()).get(1)).openStream();
      pipe.sink().write(ByteBuffer.wrap(first));
      assertThat(in.readNBytes(1000)).isEqualTo(first);
      pipe.sink().close();
      assertThat(in.read()).isEqualTo(-1);
      message.responder().ifPresent(caller -> caller.reply(Atom.OK));
    }
    sent.get(20, TimeUnit.SECONDS);
  }

  // ------------------------------------------------------------------ what is not as announced

  @ParameterizedTest
  @ValueSource(ints = {5000, MEDIUM, LARGE})
  void aChannelThatEndsEarlyFailsItsSenderAndNobodyElse(int size) throws Exception {
    ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(random(size - 1)));

    CompletableFuture<Void> sent = send(Binary.ofChannel(channel, size));

    assertReceivedInVain(size);
    assertFailed(sent, "ended 1 bytes before the " + size + " that were announced");
    assertThat(channel.isOpen()).isFalse();
    assertNothingElseHappened();
  }

  @ParameterizedTest
  @ValueSource(ints = {5000, MEDIUM, LARGE})
  void aChannelThatHasMoreThanAnnouncedFailsItsSenderAndNobodyElse(int size) throws Exception {
    ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(random(size + 1)));

    CompletableFuture<Void> sent = send(Binary.ofChannel(channel, size));

    assertReceivedInVain(size);
    assertFailed(sent, "has more than the " + size + " bytes that were announced");
    assertThat(channel.isOpen()).isFalse();
    assertNothingElseHappened();
  }

  @Test
  void aStreamThatHasMoreThanAnnouncedFailsItsSenderToo() throws Exception {
    for (int announced : new int[] {0, 4999}) {
      InputStream stream = new ByteArrayInputStream(random(5000));
      assertThatThrownBy(
              () -> alpha.send(orders, MessageKind.SEND, Binary.ofStream(stream, announced)))
          .isInstanceOf(BodyLengthException.class)
          .hasMessageContaining("more than the " + announced + " bytes");
    }
    assertNothingElseHappened();
  }

  @Test
  void aStreamThatFailsWithAnErrorFailsItsSenderAndNobodyElse() throws Exception {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() {
            throw new StackOverflowError("in the application");
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            throw new StackOverflowError("in the application");
          }
        };
    CompletableFuture<Void> sent = send(Binary.ofStream(broken, LARGE));

    assertReceivedInVain(LARGE);
    assertThatThrownBy(() -> sent.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StackOverflowError.class);
    assertNothingElseHappened();
  }

  @Test
  void aCallWhoseChannelEndsEarlyFails() throws Exception {
    assertThatThrownBy(
            () ->
                alpha.call(
                    orders,
                    MessageKind.CALL,
                    Binary.ofChannel(Channels.newChannel(InputStream.nullInputStream()), 10),
                    Duration.ofSeconds(20)))
        .isInstanceOf(BodyLengthException.class);
    assertNothingElseHappened();
  }

  @Test
  void aChannelThatDoesNotBlockIsRefused() throws Exception {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);

    assertThatThrownBy(
            () -> alpha.send(orders, MessageKind.SEND, Binary.ofChannel(pipe.source(), 10)))
        .isInstanceOf(IllegalBlockingModeException.class);

    pipe.sink().close();
    pipe.source().close();
    assertNothingElseHappened();
  }

  @Test
  void aChannelIsUntouchedIfItsNodeCannotBeReached() throws Exception {
    LocalNode lonely = nodes.start("lonely@127.0.0.1", s -> s.defaultPeerPort(FreePort.find()));
    ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(random(5000)));
    FileChannel file = open(write(random(LARGE)));

    for (ReadableByteChannel each : new ReadableByteChannel[] {channel, file}) {
      assertThatThrownBy(
              () ->
                  lonely.send(
                      Address.of("orders", "nobody@127.0.0.1"),
                      MessageKind.SEND,
                      Binary.ofChannel(each)))
          .isInstanceOf(NodeDownException.class);
      CompletableFuture<Void> sent = send(Binary.ofChannel(each));
      assertThat(receive()).isNotEmpty();
      sent.get(20, TimeUnit.SECONDS);
    }
  }

  // ------------------------------------------------------------------ files that change

  @Test
  void aFileThatShrinksWhileItIsStreamedEndsThatMessageOnly() throws Exception {
    Path file = write(random(LARGE));

    alpha.send(orders, MessageKind.SEND, Tuple.of(Atom.OK, Binary.ofFile(file)));
    truncate(file, MIB + 5);

    assertReceivedInVain(LARGE);
    Nodes.await("it is a dead letter", () -> alpha.counters().get(Count.DEAD_LETTERS) == 1);
    assertUnharmed();
  }

  @Test
  void aFileThatShrinksBeforeItIsReadIsNotDelivered() throws Exception {
    Path file = write(random(MEDIUM));
    Reservation all = beta.memory().tryReserve(beta.memory().bound());
    assertThat(all).isNotNull();

    alpha.send(orders, MessageKind.SEND, Binary.ofFile(file));
    truncate(file, 100_000);
    all.close();

    Nodes.await("it is a dead letter", () -> alpha.counters().get(Count.DEAD_LETTERS) == 1);
    assertUnharmed();
  }

  @Test
  void aCallWithAFileThatShrinksFails() throws Exception {
    Path file = write(random(LARGE));
    CompletableFuture<?> call =
        alpha
            .callAsync(
                orders,
                MessageKind.CALL,
                Tuple.of(Atom.OK, Binary.ofFile(file)),
                Duration.ofSeconds(20))
            .toCompletableFuture();
    truncate(file, 2 * MIB);

    assertReceivedInVain(LARGE);
    assertFailed(call, "became shorter while it was sent");
    assertNothingElseHappened();
  }

  @Test
  void theSenderOfAnOpenFileThatShrinksIsTold() throws Exception {
    Path path = write(random(LARGE));
    FileChannel file = open(path);
    CompletableFuture<Void> sent = send(Binary.ofChannel(file));
    try (InboundMessage message = inbox.next();
        InputStream in = ((Binary) ((Tuple) message.decode()).get(1)).openStream()) {
      truncate(path, 30L * MIB);
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("became shorter");
    }
    assertFailed(sent, "became shorter while it was sent");
    assertThat(file.isOpen()).isFalse();
    assertNothingElseHappened();
  }

  @Test
  void whatIsAppendedToAnOpenFileIsNotSent() throws Exception {
    byte[] bytes = random(LARGE);
    Path path = write(bytes);
    CompletableFuture<Void> sent = send(Binary.ofChannel(open(path)));
    try (InboundMessage message = inbox.next();
        InputStream in = ((Binary) ((Tuple) message.decode()).get(1)).openStream()) {
      Files.write(path, new byte[1000], StandardOpenOption.APPEND);
      assertThat(Arrays.equals(in.readAllBytes(), bytes)).isTrue();
    }
    sent.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aFileThatIsNotOpenForReadingFailsItsSenderAndNobodyElse() throws Exception {
    FileChannel file = FileChannel.open(write(random(LARGE)), StandardOpenOption.WRITE);
    CompletableFuture<Void> sent = send(Binary.ofChannel(file));

    assertReceivedInVain(LARGE);
    assertThatThrownBy(() -> sent.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(TeleportException.class)
        .hasMessageContaining("NonReadableChannelException");
    assertNothingElseHappened();
  }

  @Test
  void aFileThatIsClosedWhileItIsSentFailsItsSenderAndNobodyElse() throws Exception {
    FileChannel file = open(write(random(LARGE)));
    CompletableFuture<Void> sent = send(Binary.ofChannel(file));
    try (InboundMessage message = inbox.next();
        InputStream in = ((Binary) ((Tuple) message.decode()).get(1)).openStream()) {
      file.close();
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> sent.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(TeleportException.class)
        .hasMessageContaining("ClosedChannelException");
    assertNothingElseHappened();
  }

  // ------------------------------------------------------------------

  private CompletableFuture<Void> send(Binary body) {
    return CompletableFuture.runAsync(
        () -> alpha.send(orders, MessageKind.SEND, Tuple.of(Atom.OK, body)));
  }

  private byte[] receive() throws Exception {
    try (InboundMessage message = inbox.next()) {
      Binary body =
          message.decode() instanceof Tuple tuple
              ? (Binary) tuple.get(1)
              : (Binary) message.decode();
      try (InputStream in = body.openStream()) {
        return in.readAllBytes();
      }
    }
  }

  /** What is streamed fails for its reader; what was to be received as a whole never comes. */
  private void assertReceivedInVain(int size) throws Exception {
    if (size >= LARGE) {
      assertThatThrownBy(this::receive)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the sender's");
    }
  }

  private static void assertFailed(CompletableFuture<?> sent, String message) {
    ThrowingCallable get = () -> sent.get(20, TimeUnit.SECONDS);
    assertThatThrownBy(get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(BodyLengthException.class)
        .hasMessageContaining(message);
  }

  private void assertNothingElseHappened() throws Exception {
    assertUnharmed();
    assertThat(alpha.counters().get(Count.DEAD_LETTERS)).isZero();
  }

  /** The connection lives, and nothing but the next message is delivered. */
  private void assertUnharmed() throws Exception {
    byte[] bytes = random(LARGE);
    CompletableFuture<Void> sent =
        send(Binary.ofStream(new ByteArrayInputStream(bytes), bytes.length));
    assertThat(Arrays.equals(receive(), bytes)).isTrue();
    sent.get(20, TimeUnit.SECONDS);
    assertThat(inbox.isEmpty()).isTrue();
    assertThat(alpha.counters().get(Count.POOLS_LOST)).isZero();
    assertThat(beta.counters().get(Count.POOLS_LOST)).isZero();
    assertThat(beta.counters().get(Count.PROTOCOL_VIOLATIONS)).isZero();
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(directory, "body", null), bytes);
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  private static void truncate(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
