package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.TeleportConnection;
import io.teleport.adapter.TwoServers;
import io.teleport.engine.net.Loop;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an application has written runs, and messages are encoded and decoded, while the thread
 * holds no loop: nothing of it keeps sockets waiting, however long it takes.
 */
class UserCodeTest extends TwoServers {

  private static final Duration SECONDS = Duration.ofSeconds(15);
  private static final int ROUNDS = 50;

  /** The methods of a loop within which sockets wait. */
  private static final Set<String> HOLDING = Set.of("iterateOnce", "runTasks");

  private static final Queue<Seen> SEEN = new ConcurrentLinkedQueue<>();

  /**
   * What was seen.
   *
   * @param holding which of those methods ran it
   */
  private record Seen(String what, Set<String> holding) {}

  /** An order that notes where it is taken apart, and where it is put together. */
  public record Order(int number, byte[] content) {
    /** Notes where it is made. */
    public Order {
      see("made");
    }

    @Override
    public int number() {
      see("read");
      return number;
    }
  }

  @BeforeEach
  @AfterEach
  void forget() {
    SEEN.clear();
  }

  private static void see(String what) {
    SEEN.add(new Seen(what, StackWalker.getInstance().walk(UserCodeTest::holding)));
  }

  private static Set<String> holding(Stream<StackWalker.StackFrame> frames) {
    return frames
        .filter(frame -> frame.getClassName().equals(Loop.class.getName()))
        .map(StackWalker.StackFrame::getMethodName)
        .filter(HOLDING::contains)
        .collect(Collectors.toSet());
  }

  @Test
  void whatRunsOnALoopIsSeen() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    Loop loop = new Loop("test", threads, System::nanoTime);
    loop.start();
    try {
      CompletableFuture<Void> seen = new CompletableFuture<>();
      loop.execute(
          () -> {
            see("task");
            seen.complete(null);
          });
      seen.get(SECONDS.toSeconds(), TimeUnit.SECONDS);
      assertThat(SEEN).containsExactly(new Seen("task", HOLDING));
    } finally {
      assertThat(loop.close(SECONDS)).isTrue();
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100_000, 3_000_000})
  void aCallIsEncodedAndDecodedOffTheLoops(int bytes) throws Exception {
    beta.answer(
        "echo",
        request -> {
          see("listener");
          return request.as(Order.class);
        });
    Order order = new Order(7, new byte[bytes]);
    for (int i = 0; i < ROUNDS; i++) {
      Order answer = connection.call(beta.address("echo"), order, SECONDS, Order.class);
      assertThat(answer.content()).hasSize(bytes);
      connection
          .callAsync(beta.address("echo"), order, SECONDS)
          .thenAccept(term -> see("stage"))
          .toCompletableFuture()
          .get(SECONDS.toSeconds(), TimeUnit.SECONDS);
    }
    assertAllSeenOffTheLoops("made", "read", "listener", "stage");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100_000, 3_000_000})
  void aMessageThatABeanPassesOnIsEncodedAndDecodedOffTheLoops(int bytes) throws Exception {
    CountDownLatch back = new CountDownLatch(ROUNDS);
    alpha.listen(
        "home",
        message -> {
          see("listener");
          assertThat(message.as(Order.class).content()).hasSize(bytes);
          back.countDown();
        });
    try (TeleportConnection relay = beta.connect()) {
      beta.listen("relay", message -> relay.send(alpha.address("home"), message.as(Order.class)));
      Order order = new Order(7, new byte[bytes]);
      for (int i = 0; i < ROUNDS; i++) {
        connection
            .sendAsync(beta.address("relay"), order)
            .thenRun(() -> see("stage"))
            .toCompletableFuture()
            .get(SECONDS.toSeconds(), TimeUnit.SECONDS);
      }
      assertThat(back.await(SECONDS.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    assertAllSeenOffTheLoops("made", "read", "listener", "stage");
  }

  private static void assertAllSeenOffTheLoops(String... what) {
    assertThat(SEEN).extracting(Seen::what).contains(what);
    assertThat(SEEN).filteredOn(seen -> !seen.holding().isEmpty()).isEmpty();
  }
}
