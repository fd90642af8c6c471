package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.Address;
import io.teleport.engine.net.Link;
import io.teleport.engine.net.LinkReader;
import io.teleport.engine.net.LinkWriter;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.LoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How threads wait for answers. The clock goes on by a microsecond whenever it is looked at. */
@Timeout(60)
class AnswerWaitTest {

  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000 * MICRO;
  private static final long LONG = TimeUnit.SECONDS.toNanos(20);
  private static final Address SOMEBODY = Address.of("somebody", "beta@127.0.0.1");
  private static final int MANY = 300;

  private final AtomicLong time = new AtomicLong();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final PendingCalls calls = new PendingCalls();
  private Loop loop;
  private LoopGroup bulk;
  private AnswerWait wait;
  private SocketChannel other;
  private volatile CompletableFuture<Thread> answer;

  @BeforeEach
  void start() throws Exception {
    loop = new Loop("answers", threads, System::nanoTime);
    bulk = LoopGroup.create("bulk", 2, threads, this::now);
    wait = new AnswerWait(calls, loop, bulk, this::now);
    loop.start();
    bulk.start();
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      other = SocketChannel.open(server.getLocalAddress());
      Link link = new Link(server.accept(), (closed, reason) -> {});
      link.begin(loop, new Answers(), new Nothing());
    }
  }

  @AfterEach
  void end() throws IOException, InterruptedException {
    other.close();
    assertThat(loop.close(Duration.ofSeconds(20))).isTrue();
    assertThat(bulk.close(Duration.ofSeconds(20))).isTrue();
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  private long now() {
    return time.addAndGet(MICRO);
  }

  /** Each byte that comes by the socket is an answer. */
  private final class Answers implements LinkReader {

    @Override
    public boolean read(ScatteringByteChannel channel) throws IOException {
      int count = channel.read(ByteBuffer.allocate(1));
      if (count > 0) {
        answer.complete(Thread.currentThread());
      }
      return count >= 0;
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  /** Nothing is written. */
  private static final class Nothing implements LinkWriter {

    @Override
    public boolean isBrief() {
      return true;
    }

    @Override
    public Progress write(GatheringByteChannel channel) {
      return Progress.IDLE;
    }

    @Override
    public void abandon() {
      // holds nothing
    }

    @Override
    public void discard() {
      // holds nothing
    }
  }

  /** Waits for an answer, which comes at once; returns the thread that has read it. */
  private Thread readerOfAnswer(long took) throws Exception {
    answer = new CompletableFuture<>();
    other.write(ByteBuffer.allocate(1));
    long begin = now();
    wait.await(answer, begin, begin + LONG);
    Thread reader = answer.get(20, TimeUnit.SECONDS);
    wait.came(now() - took);
    return reader;
  }

  private int answersReadByThisThread(long took, long pause) throws Exception {
    int own = 0;
    for (int i = 0; i < MANY; i++) {
      if (readerOfAnswer(took) == Thread.currentThread()) {
        own++;
      }
      time.addAndGet(pause);
    }
    return own;
  }

  @Test
  void whoCallsAgainAndAgainReadsItsAnswersItself() throws Exception {
    int first = 1;
    while (readerOfAnswer(60 * MICRO) != Thread.currentThread()) {
      first++;
    }
    assertThat(first).as("the first call whose answer it reads").isGreaterThan(32);
  }

  @Test
  void whoPausesBetweenItsCallsDoesNot() throws Exception {
    assertThat(answersReadByThisThread(60 * MICRO, 60 * MICRO)).isZero();
  }

  @Test
  void whoIsNotAloneDoesNot() throws Exception {
    calls.begin(SOMEBODY);
    calls.begin(SOMEBODY);
    assertThat(answersReadByThisThread(60 * MICRO, 0)).isZero();
  }

  @Test
  void whoseAnswersTakeLongDoesNot() throws Exception {
    assertThat(answersReadByThisThread(MILLI, 0)).isLessThan(MANY / 10);
    assertThat(answersReadByThisThread(MILLI, 0)).isZero();
  }

  @Test
  void anAnswerThatUsesToComeSoonIsLookedForAMoment() {
    long begin = now();
    wait.await(new CompletableFuture<>(), begin, begin + LONG);
    assertThat(now() - begin).isBetween(120 * MICRO, 150 * MICRO);
  }

  @Test
  void anAnswerThatUsesToTakeLongIsNotLookedFor() {
    for (int i = 0; i < 20; i++) {
      wait.came(now() - MILLI);
    }
    long begin = now();
    wait.await(new CompletableFuture<>(), begin, begin + LONG);
    assertThat(now() - begin).isLessThan(20 * MICRO);
  }

  @Test
  void whereSeveralWaitNobodyLooks() {
    calls.begin(SOMEBODY);
    calls.begin(SOMEBODY);
    long begin = now();
    wait.await(new CompletableFuture<>(), begin, begin + LONG);
    assertThat(now() - begin).isLessThan(20 * MICRO);
  }
}
