package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.teleport.Address;
import io.teleport.ListenerFailedException;
import io.teleport.NoSuchNameException;
import io.teleport.ReplyTo;
import io.teleport.TeleportConnection;
import io.teleport.TeleportMessage;
import io.teleport.adapter.Eventually;
import io.teleport.adapter.TestEndpointFactory;
import io.teleport.adapter.TestServer;
import io.teleport.adapter.TwoServers;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.MapTerm;
import io.teleport.term.PayloadReleasedException;
import io.teleport.term.Pid;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages from an application on one server to a bean on another. */
class TwoServersTest extends TwoServers {

  private static final Duration SECONDS = Duration.ofSeconds(15);

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T item = queue.poll(SECONDS.toSeconds(), TimeUnit.SECONDS);
    assertThat(item).as("something arrived").isNotNull();
    return item;
  }

  @Test
  void aMessageArrivesWithItsSenderAndItsDestination() throws Exception {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    beta.listen(
        "orders",
        message ->
            received.add(
                message.kind()
                    + " "
                    + message.sender()
                    + " "
                    + message.destination()
                    + " "
                    + message.as(String.class)));
    connection.send(beta.address("orders"), "three apples");
    assertThat(next(received))
        .isEqualTo("SEND alpha@127.0.0.1 {orders, 'beta@127.0.0.1'} three apples");
  }

  @Test
  void everyWayOfSendingIsSeenAsWhatItIs() throws Exception {
    BlockingQueue<TeleportMessage.Kind> kinds = new LinkedBlockingQueue<>();
    beta.listen("orders", message -> kinds.add(message.kind()));
    connection.cast(beta.address("orders"), 1);
    assertThat(next(kinds)).isEqualTo(TeleportMessage.Kind.CAST);
    connection.sendEvent(beta.address("orders"), 1);
    assertThat(next(kinds)).isEqualTo(TeleportMessage.Kind.EVENT);
    connection.notify(beta.address("orders"), 1);
    assertThat(next(kinds)).isEqualTo(TeleportMessage.Kind.NOTIFY);
    connection.syncNotify(beta.address("orders"), 1, SECONDS);
    assertThat(next(kinds)).isEqualTo(TeleportMessage.Kind.SYNC_NOTIFY);
  }

  @Test
  void aCallIsAnsweredByTheReturnValue() throws Exception {
    beta.answer("square", request -> request.as(Integer.class) * request.as(Integer.class));
    assertThat(connection.call(beta.address("square"), 12, SECONDS, Integer.class)).isEqualTo(144);
  }

  @Test
  void aCallIsAnsweredAfterTheListenerReturned() throws Exception {
    BlockingQueue<ReplyTo> callers = new LinkedBlockingQueue<>();
    beta.listen("later", message -> callers.add(message.replyTo().orElseThrow()));
    CompletionStage<Term> answer = connection.callAsync(beta.address("later"), 1, SECONDS);
    next(callers).reply("now");
    assertThat(answer.toCompletableFuture().get(15, TimeUnit.SECONDS))
        .isEqualTo(Binary.utf8("now"));
  }

  @Test
  void whatABeanThrowsReachesTheCallerByClassAndMessage() throws Exception {
    beta.answer(
        "broken",
        request -> {
          throw new IOException("disk full");
        });
    ListenerFailedException failure =
        catchThrowableOfType(
            ListenerFailedException.class,
            () -> connection.call(beta.address("broken"), 1, SECONDS));
    assertThat(failure.failureType()).isEqualTo("java.io.IOException");
    assertThat(failure).hasMessageContaining("disk full");
  }

  @Test
  void aBeanThatThrowsReceivesTheNextMessage() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    TestEndpointFactory factory =
        beta.answer(
            "moody",
            request -> {
              if (calls.incrementAndGet() % 2 == 1) {
                throw new IllegalStateException("not today");
              }
              return Atom.OK;
            });
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> connection.call(beta.address("moody"), 1, SECONDS))
          .isInstanceOf(ListenerFailedException.class);
      assertThat(connection.call(beta.address("moody"), 1, SECONDS)).isEqualTo(Atom.OK);
    }
    Eventually.holds("each failed endpoint is released", () -> factory.released() >= 5);
  }

  @Test
  void aLargeMessageComesAndGoesWhole() throws Exception {
    beta.answer("echo", TeleportMessage::payload);
    byte[] bytes = new byte[5_000_000];
    new Random(1).nextBytes(bytes);
    assertThat(connection.call(beta.address("echo"), bytes, SECONDS, byte[].class))
        .isEqualTo(bytes);
  }

  @Test
  void aMessageLargerThanMaxMessageIsReadAsAStream() throws Exception {
    CompletableFuture<byte[]> digest = new CompletableFuture<>();
    beta.listen(
        "files",
        message -> {
          MessageDigest sha = MessageDigest.getInstance("SHA-256");
          byte[] buffer = new byte[100_000];
          try (InputStream body = message.body()) {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
              sha.update(buffer, 0, n);
            }
          }
          digest.complete(sha.digest());
        });
    byte[] bytes = new byte[40_000_000];
    new Random(2).nextBytes(bytes);
    connection.send(
        beta.address("files"), Tuple.of(Atom.of("file"), Binary.utf8("x"), Binary.wrap(bytes)));
    assertThat(digest.get(30, TimeUnit.SECONDS))
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void aStreamThatTheListenerDoesNotReadIsRefusedAndFreed() throws Exception {
    CountDownLatch received = new CountDownLatch(1);
    beta.listen("lazy", message -> received.countDown());
    connection.send(beta.address("lazy"), Binary.wrap(new byte[40_000_000]));
    assertThat(received.await(15, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aPayloadThatIsTouchedAfterTheListenerReturnedIsGone() throws Exception {
    AtomicReference<Binary> kept = new AtomicReference<>();
    beta.answer(
        "keeper",
        request -> {
          kept.set((Binary) request.payload());
          return kept.get().size();
        });
    assertThat(connection.call(beta.address("keeper"), new byte[1_000_000], SECONDS, Long.class))
        .isEqualTo(1_000_000);
    beta.awaitNoMemoryInUse();
    assertThatThrownBy(() -> kept.get().toByteArray()).isInstanceOf(PayloadReleasedException.class);
  }

  @Test
  void aBeanPassesAMessageOnAsAWhole() throws Exception {
    BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    alpha.listen("sink", message -> received.add(message.as(byte[].class)));
    beta.listen(
        "relay",
        message -> {
          try (TeleportConnection back = beta.connect()) {
            back.send(alpha.address("sink"), message);
          }
        });
    for (int size : new int[] {3, 2_000_000, 40_000_000}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      connection.send(beta.address("relay"), bytes);
      assertThat(next(received)).isEqualTo(bytes);
    }
  }

  @Test
  void aBeanAnswersWithTheRequestItself() throws Exception {
    beta.answer("echo", request -> request);
    byte[] bytes = new byte[500_000];
    new Random(3).nextBytes(bytes);
    assertThat(connection.call(beta.address("echo"), bytes, SECONDS, byte[].class))
        .isEqualTo(bytes);
  }

  @Test
  void aMessageThatIsKeptCannotBePassedOnAfterTheListenerReturned() throws Exception {
    AtomicReference<TeleportMessage> kept = new AtomicReference<>();
    beta.answer(
        "keeper",
        request -> {
          kept.set(request);
          return Atom.OK;
        });
    connection.call(beta.address("keeper"), new byte[500_000], SECONDS);
    beta.awaitNoMemoryInUse();
    try (TeleportConnection back = beta.connect()) {
      assertThatThrownBy(() -> back.send(alpha.address("sink"), kept.get()))
          .isInstanceOf(PayloadReleasedException.class);
    }
  }

  /** Everything that could refer to the memory of a message. */
  record Kept(
      Binary binary,
      Object any,
      Term term,
      byte[] array,
      ByteBuffer buffer,
      InputStream stream,
      String text,
      List<Binary> list,
      Map<String, Object> map,
      Optional<Term> optional) {}

  @Test
  void aJavaValueStaysValidWhenTheListenerHasReturned() throws Exception {
    Binary large = Binary.utf8("x".repeat(100_000));
    Kept sent =
        new Kept(
            large,
            large,
            Tuple.of(Atom.OK, large),
            large.toByteArray(),
            ByteBuffer.wrap(large.toByteArray()),
            null,
            large.asString(),
            List.of(large, large),
            Map.of("key", Tuple.of(large)),
            Optional.of(large));
    Map<Term, Term> entries = new LinkedHashMap<>(((MapTerm) Terms.of(sent)).entries());
    entries.put(Atom.of("stream"), large);
    AtomicReference<Kept> kept = new AtomicReference<>();
    beta.answer(
        "keeper",
        request -> {
          kept.set(request.as(Kept.class));
          return Atom.OK;
        });

    connection.call(beta.address("keeper"), MapTerm.of(entries), SECONDS);
    beta.awaitNoMemoryInUse();

    Kept value = kept.get();
    assertThat(value.stream().readAllBytes()).isEqualTo(large.toByteArray());
    assertThat(value)
        .usingRecursiveComparison()
        .ignoringFields("stream")
        .usingOverriddenEquals()
        .isEqualTo(sent);
  }

  @Test
  void aBeanRelaysWhatItReceived() throws Exception {
    BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();
    alpha.listen("sink", message -> sizes.add(message.as(byte[].class).length));
    beta.listen(
        "relay",
        message -> {
          try (TeleportConnection back = beta.connect()) {
            back.send(alpha.address("sink"), message.payload());
          }
        });
    connection.send(beta.address("relay"), new byte[2_000_000]);
    assertThat(next(sizes)).isEqualTo(2_000_000);
  }

  @Test
  void aBeanHandlesNoMoreMessagesAtATimeThanItsConcurrency() throws Exception {
    CountDownLatch threeAtATime = new CountDownLatch(3);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(20);
    TestEndpointFactory factory =
        TestEndpointFactory.of(
            message -> {
              threeAtATime.countDown();
              assertThat(goOn.await(15, TimeUnit.SECONDS)).isTrue();
              done.countDown();
            });
    beta.activate(factory, TestServer.spec("slow", 3));
    for (int i = 0; i < 20; i++) {
      connection.send(beta.address("slow"), i);
    }
    assertThat(threeAtATime.await(15, TimeUnit.SECONDS)).isTrue();
    goOn.countDown();
    assertThat(done.await(15, TimeUnit.SECONDS)).isTrue();
    assertThat(factory.mostBusy()).isEqualTo(3);
    assertThat(factory.created()).isEqualTo(3);
  }

  @Test
  void manySmallMessagesTakeFewWorks() throws Exception {
    int count = 20_000;
    CountDownLatch done = new CountDownLatch(count);
    beta.listen("sink", message -> done.countDown());
    int before = beta.works().scheduled();
    for (int i = 0; i < count; i++) {
      connection.send(beta.address("sink"), i);
    }
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(beta.works().scheduled() - before).isLessThan(count / 4);
  }

  @Test
  void whileNoThreadIsToBeHadMessagesWait() throws Exception {
    int count = 100;
    Queue<Integer> received = new ConcurrentLinkedQueue<>();
    beta.listen("sink", message -> received.add(message.as(Integer.class)));
    connection.prime(List.of(beta.address("sink").node()));
    beta.works().reject(true);
    for (int i = 0; i < count; i++) {
      connection.send(beta.address("sink"), i);
    }
    beta.works().reject(false);
    Eventually.holds("all have arrived", () -> received.size() == count);
    assertThat(received)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, count).boxed().toList());
  }

  @Test
  void whileTheContainerHasNoEndpointMessagesWait() throws Exception {
    TestEndpointFactory factory = TestEndpointFactory.answering(request -> Atom.OK).refuse(4);
    beta.activate(factory, TestServer.spec("busy", 2));
    assertThat(connection.call(beta.address("busy"), 1, SECONDS)).isEqualTo(Atom.OK);
  }

  @Test
  void messagesThatWaitWhenABeanIsStoppedFailTheirCallers() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    TeleportActivationSpec spec = TestServer.spec("slow", 1);
    TestEndpointFactory factory =
        beta.activate(
            TestEndpointFactory.answering(
                request -> {
                  begun.countDown();
                  assertThat(goOn.await(15, TimeUnit.SECONDS)).isTrue();
                  return Atom.OK;
                }),
            spec);
    CompletionStage<Term> first = connection.callAsync(beta.address("slow"), 1, SECONDS);
    assertThat(begun.await(15, TimeUnit.SECONDS)).isTrue();
    List<CompletionStage<Term>> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waiting.add(connection.callAsync(beta.address("slow"), new byte[200_000], SECONDS));
    }
    Eventually.holds(
        "the calls have arrived", () -> beta.adapter().node().memory().chunksOut() >= 5 * 4);
    CompletableFuture<Void> deactivated =
        CompletableFuture.runAsync(() -> beta.deactivate(factory, spec));
    for (CompletionStage<Term> call : waiting) {
      assertThatThrownBy(() -> call.toCompletableFuture().get(15, TimeUnit.SECONDS))
          .hasCauseInstanceOf(NoSuchNameException.class)
          .hasMessageContaining("was stopped");
    }
    goOn.countDown();
    deactivated.get(15, TimeUnit.SECONDS);
    assertThat(first.toCompletableFuture().get(15, TimeUnit.SECONDS)).isEqualTo(Atom.OK);
  }

  @Test
  void stoppingWaitsForARunningListenerWithinItsBound() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    beta.listen(
        "stuck",
        message -> {
          begun.countDown();
          goOn.await();
        });
    connection.send(beta.address("stuck"), 1);
    assertThat(begun.await(15, TimeUnit.SECONDS)).isTrue();
    var memory = beta.adapter().node().memory();
    long before = System.nanoTime();
    beta.adapter().stop();
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    assertThat(took).isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
    goOn.countDown();
    Eventually.holds("the listener's Work has ended", () -> beta.works().unfinished() == 0);
    assertThat(memory.chunksOut()).isZero();
    beta.start();
  }

  @Test
  void aConnectionReceivesWhatIsSentToItsPid() throws Exception {
    beta.listen(
        "greeter",
        message -> {
          try (TeleportConnection back = beta.connect()) {
            back.send(Address.of(message.as(Pid.class)), "hello");
          }
        });
    connection.send(beta.address("greeter"), connection.self());
    assertThat(connection.receive(SECONDS)).isEqualTo(Binary.utf8("hello"));
  }
}
