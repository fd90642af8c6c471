package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.BackpressureException;
import io.teleport.MessageTooLargeException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.PayloadReleasedException;
import io.teleport.term.Tuple;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow listeners hold up their own senders, and memory has a bound. */
@Timeout(60)
class BackpressureTest {

  private static final int MIB = 1 << 20;

  @RegisterExtension final Nodes nodes = new Nodes();

  private final Inboxes.Held slow = new Inboxes.Held();
  private final Inboxes.Held quick = new Inboxes.Held();

  @ParameterizedTest
  @ValueSource(ints = {1_000, 60_000, 200_000})
  void aFullQueueBlocksThenSaysWhatIsFullAndOtherNamesGoOn(int size) throws Exception {
    LocalNode beta = nodes.start("beta@127.0.0.1", s -> s.receiveWindow(128 << 10));
    beta.register("slow", slow);
    beta.register("quick", quick);
    LocalNode alpha =
        nodes.start(
            "alpha@127.0.0.1",
            Nodes.knowing(beta)
                .andThen(s -> s.sendQueue(4L * MIB).sendTimeout(Duration.ofMillis(100))));
    Address to = Address.of("slow", beta.name());

    int accepted = 0;
    BackpressureException full = null;
    while (full == null) {
      try {
        alpha.send(
            to, MessageKind.SEND, Tuple.of(IntegerTerm.of(accepted), Binary.wrap(new byte[size])));
        accepted++;
      } catch (BackpressureException e) {
        full = e;
      }
      // A large message is allowed on its way at once, as long as there is memory.
      assertThat((long) accepted * size).isLessThan(200L * MIB);
    }

    assertThat(full)
        .hasMessageContaining("beta@127.0.0.1")
        .hasMessageContaining("'slow'")
        .hasMessageContaining(String.valueOf(4 * MIB))
        .hasMessageContaining("sendQueue")
        .hasMessageContaining("within 100 ms");
    assertThat(alpha.counters().get(Count.BACKPRESSURE)).isEqualTo(1);

    Address other = Address.of("quick", beta.name());
    for (int i = 0; i < 100; i++) {
      alpha.send(other, MessageKind.SEND, Tuple.of(IntegerTerm.of(i), Binary.wrap(new byte[1000])));
      assertThat(((Tuple) quick.nextTerm()).get(0)).isEqualTo(IntegerTerm.of(i));
    }
    alpha.send(other, MessageKind.SEND, Binary.wrap(new byte[MIB]));
    assertThat(quick.nextTerm()).isEqualTo(Binary.wrap(new byte[MIB]));

    List<Integer> arrived = new ArrayList<>();
    for (int i = 0; i < accepted; i++) {
      arrived.add(((IntegerTerm) ((Tuple) slow.nextTerm()).get(0)).intValue());
    }
    assertThat(arrived).doesNotHaveDuplicates().hasSize(accepted);
    assertThat(alpha.counters().get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void aSenderThatWaitsGoesOnWhenTheListenerWakes() throws Exception {
    LocalNode beta = nodes.start("beta@127.0.0.1", s -> s.receiveWindow(128 << 10));
    beta.register("slow", slow);
    LocalNode alpha =
        nodes.start("alpha@127.0.0.1", Nodes.knowing(beta).andThen(s -> s.sendQueue(MIB)));
    Address to = Address.of("slow", beta.name());
    assertThat(alpha.ping(beta.name())).isTrue();
    Thread sender =
        new Thread(
            () -> {
              for (int i = 0; i < 100; i++) {
                alpha.send(to, MessageKind.SEND, Binary.wrap(new byte[50_000]));
              }
            });
    sender.start();
    Nodes.await("the sender waits", () -> sender.getState() == Thread.State.TIMED_WAITING);

    for (int i = 0; i < 100; i++) {
      slow.next().close();
    }
    sender.join();
    assertThat(alpha.counters().get(Count.BACKPRESSURE)).isZero();
  }

  @Test
  void aStreamThatNobodyReadsHoldsUpItsSender() throws Exception {
    LocalNode beta = nodes.start("beta@127.0.0.1");
    beta.register("slow", slow);
    LocalNode alpha =
        nodes.start(
            "alpha@127.0.0.1",
            Nodes.knowing(beta).andThen(s -> s.sendTimeout(Duration.ofMillis(100))));

    assertThatThrownBy(
            () ->
                alpha.send(
                    Address.of("slow", beta.name()),
                    MessageKind.SEND,
                    Binary.ofStream(new ByteArrayInputStream(new byte[10 * MIB]))))
        .isInstanceOf(BackpressureException.class)
        .hasMessageContaining("sendTimeout");

    try (InboundMessage message = slow.next()) {
      Binary tail = (Binary) message.decode();
      assertThatThrownBy(() -> tail.openStream().readAllBytes())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the sender gave up");
    }
  }

  @Test
  void aStreamThatFailsAtItsSenderFailsForItsReader() throws Exception {
    LocalNode beta = nodes.start("beta@127.0.0.1");
    beta.register("slow", slow);
    LocalNode alpha = nodes.start("alpha@127.0.0.1", Nodes.knowing(beta));
    Address to = Address.of("slow", beta.name());

    for (Exception failure :
        List.of(new IOException("the disk broke"), new IllegalStateException("not my day"))) {
      assertThatThrownBy(
              () -> alpha.send(to, MessageKind.SEND, Binary.ofStream(failingAfter(MIB, failure))))
          .hasStackTraceContaining(failure.getMessage());

      try (InboundMessage message = slow.next()) {
        Binary tail = (Binary) message.decode();
        assertThatThrownBy(() -> tail.openStream().readAllBytes())
            .isInstanceOf(IOException.class)
            .hasMessageContaining("the sender's stream failed");
      }
    }
    alpha.send(to, MessageKind.SEND, new Atom("next"));
    assertThat(slow.nextTerm()).isEqualTo(new Atom("next"));
    assertThat(alpha.counters().get(Count.POOLS_LOST)).isZero();
  }

  private static InputStream failingAfter(int count, Exception failure) {
    return new InputStream() {
      private int left = count;

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        target[offset] = (byte) read();
        return 1;
      }

      @Override
      public int read() throws IOException {
        if (left-- > 0) {
          return 7;
        }
        if (failure instanceof IOException io) {
          throw io;
        }
        throw (RuntimeException) failure;
      }
    };
  }

  @Test
  void aMessageTooLargeInItsShapeIsRefusedAtOnce() throws Exception {
    LocalNode beta = nodes.start("beta@127.0.0.1", s -> s.maxMessage(MIB).bufferMemory(8L * MIB));
    beta.register("slow", slow);
    LocalNode alpha = nodes.start("alpha@127.0.0.1", Nodes.knowing(beta));
    Address to = Address.of("slow", beta.name());
    Binary twoMib = Binary.wrap(new byte[2 * MIB]);

    assertThatThrownBy(
            () -> alpha.send(to, MessageKind.SEND, Tuple.of(twoMib, new Atom("not the last"))))
        .isInstanceOf(MessageTooLargeException.class)
        .hasMessageContaining("maxMessage")
        .hasMessageContaining(String.valueOf(MIB));

    alpha.send(to, MessageKind.SEND, Tuple.of(new Atom("the last"), twoMib));
    try (InboundMessage message = slow.next()) {
      Binary tail = (Binary) ((Tuple) message.decode()).get(1);
      assertThat(tail.openStream().readAllBytes()).hasSize(2 * MIB);
    }
  }

  @Test
  void anAnswerTooLargeForTheCallerFailsTheListenerWhichCanSaySo() {
    LocalNode beta = nodes.start("beta@127.0.0.1");
    LocalNode alpha =
        nodes.start(
            "alpha@127.0.0.1",
            Nodes.knowing(beta).andThen(s -> s.maxMessage(MIB).bufferMemory(8L * MIB)));
    beta.register("blob", Inboxes.answering(beta, term -> Binary.wrap(new byte[2 * MIB])));

    assertThatThrownBy(
            () ->
                alpha.call(
                    Address.of("blob", beta.name()),
                    MessageKind.CALL,
                    new Atom("x"),
                    Duration.ofSeconds(10)))
        .isInstanceOf(io.teleport.ListenerFailedException.class)
        .hasMessageContaining("MessageTooLargeException");
  }

  @Test
  void aPayloadIsReleasedWhenItsMessageIsClosed() throws Exception {
    LocalNode beta = nodes.start("beta@127.0.0.1");
    beta.register("slow", slow);
    LocalNode alpha = nodes.start("alpha@127.0.0.1", Nodes.knowing(beta));
    Address to = Address.of("slow", beta.name());
    alpha.send(to, MessageKind.SEND, Binary.wrap(new byte[MIB]));
    alpha.send(to, MessageKind.SEND, Tuple.of(new Atom("s"), stream(64 * MIB)));

    for (int i = 0; i < 2; i++) {
      InboundMessage message = slow.next();
      Binary binary =
          message.decode() instanceof Tuple tuple
              ? (Binary) tuple.get(1)
              : (Binary) message.decode();
      message.close();
      message.close();

      assertThatThrownBy(() -> binary.openStream().read())
          .isInstanceOf(PayloadReleasedException.class);
      assertThatThrownBy(() -> message.decode()).isInstanceOf(PayloadReleasedException.class);
    }
  }

  private static Binary stream(int size) throws IOException {
    java.nio.file.Path file = java.nio.file.Files.createTempFile("teleport", "stream");
    file.toFile().deleteOnExit();
    try (var channel = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      channel.setLength(size);
    }
    return Binary.ofFile(file);
  }

  @Test
  void manyLargeMessagesPassThroughLittleMemory() throws Exception {
    LocalNode beta =
        nodes.start(
            "beta@127.0.0.1",
            s -> s.bufferMemory(8L * MIB).maxMessage(4L * MIB).receiveWindow(MIB));
    LocalNode alpha = nodes.start("alpha@127.0.0.1", Nodes.knowing(beta));
    int names = 4;
    int messages = 6;
    byte[] body = new byte[3 * MIB];
    new Random(3).nextBytes(body);
    List<Inboxes.Held> inboxes = new ArrayList<>();
    for (int i = 0; i < names; i++) {
      inboxes.add(new Inboxes.Held());
      beta.register("name" + i, inboxes.get(i));
    }
    ExecutorService threads = Executors.newFixedThreadPool(2 * names);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < names; i++) {
        Address to = Address.of("name" + i, beta.name());
        Inboxes.Held inbox = inboxes.get(i);
        all.add(
            threads.submit(
                () -> {
                  for (int j = 0; j < messages; j++) {
                    alpha.send(to, MessageKind.SEND, Binary.wrap(body));
                  }
                }));
        all.add(
            threads.submit(
                () -> {
                  for (int j = 0; j < messages; j++) {
                    assertThat(inbox.nextTerm().equals(Binary.wrap(body))).isTrue();
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get(40, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(alpha.counters().get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void manyStreamsPassThroughLittleMemory() throws Exception {
    LocalNode beta =
        nodes.start(
            "beta@127.0.0.1", s -> s.bufferMemory(8L * MIB).maxMessage(MIB).receiveWindow(2 * MIB));
    LocalNode alpha = nodes.start("alpha@127.0.0.1", Nodes.knowing(beta));
    beta.register("slow", slow);
    Binary file = stream(20 * MIB);
    int messages = 12;
    for (int i = 0; i < messages; i++) {
      alpha.send(Address.of("slow", beta.name()), MessageKind.SEND, file);
    }
    ExecutorService readers = Executors.newFixedThreadPool(messages);
    try {
      List<Future<Long>> all = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        all.add(
            readers.submit(
                () -> {
                  try (InboundMessage message = slow.next();
                      InputStream in = ((Binary) message.decode()).openStream()) {
                    return in.transferTo(java.io.OutputStream.nullOutputStream());
                  }
                }));
      }
      for (Future<Long> one : all) {
        assertThat(one.get(40, TimeUnit.SECONDS)).isEqualTo(20L * MIB);
      }
    } finally {
      readers.shutdownNow();
    }
  }
}
