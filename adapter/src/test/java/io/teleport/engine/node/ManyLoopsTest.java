package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.Address;
import io.teleport.engine.frame.MessageKind;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes whose large messages are moved by several loops. */
@Timeout(60)
class ManyLoopsTest {

  private static final int MIB = 1 << 20;
  private static final int LOOPS = 3;

  @RegisterExtension final Nodes nodes = new Nodes();

  private final ExecutorService readers = Executors.newFixedThreadPool(4);

  @AfterEach
  void endReaders() throws InterruptedException {
    readers.shutdown();
    assertThat(readers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  private LocalNode start(String name, int sockets) {
    return nodes.start(name, settings -> settings.bulkLoops(LOOPS).bulkSockets(sockets));
  }

  private LocalNode startKnowing(LocalNode other, String name, int sockets) {
    return nodes.start(
        name, Nodes.knowing(other).andThen(s -> s.bulkLoops(LOOPS).bulkSockets(sockets)));
  }

  @Test
  void largeMessagesOfManySizesMoveBothWaysUnchanged() throws Exception {
    int senders = 4;
    int each = 25;
    LocalNode beta = start("beta@127.0.0.1", 2 * LOOPS);
    LocalNode alpha = startKnowing(beta, "alpha@127.0.0.1", 2 * LOOPS);
    assertThat(alpha.ping(beta.name())).isTrue();
    Sink atAlpha = new Sink(alpha, senders, senders * each);
    Sink atBeta = new Sink(beta, senders, senders * each);

    List<FutureTask<Void>> sending = new ArrayList<>();
    for (int sender = 0; sender < senders; sender++) {
      sending.add(send(alpha, atBeta, sender, each, 5 * MIB));
      sending.add(send(beta, atAlpha, sender, each, 5 * MIB));
    }

    for (FutureTask<Void> one : sending) {
      one.get(40, TimeUnit.SECONDS);
    }
    atAlpha.awaitExpected();
    atBeta.awaitExpected();
  }

  @Test
  void sendersHaveAFairShareThoughTheirMessagesTakeDifferentSockets() throws Exception {
    int senders = 5;
    LocalNode beta = start("beta@127.0.0.1", LOOPS);
    LocalNode alpha = startKnowing(beta, "alpha@127.0.0.1", LOOPS);
    Sink sink = new Sink(beta, senders, 200);

    List<FutureTask<Void>> sending = new ArrayList<>();
    for (int sender = 0; sender < senders; sender++) {
      sending.add(send(alpha, sink, sender, Integer.MAX_VALUE, MIB));
    }

    sink.awaitExpected();
    int[] shares = sink.shares();
    sink.enough = true;
    for (FutureTask<Void> one : sending) {
      one.get(40, TimeUnit.SECONDS);
    }
    Nodes.await("all has arrived", () -> sink.arrived() == sink.sent.get());
    for (int share : shares) {
      assertThat(share).as("of 200 messages of 5 senders").isBetween(20, 80);
    }
  }

  @Test
  void allLoopsEndWithTheirNode() throws Exception {
    Set<Runnable> running = Collections.synchronizedSet(new HashSet<>());
    LocalNode beta =
        nodes.startOn(
            "beta@127.0.0.1",
            executor -> counted(executor, running),
            settings -> settings.bulkLoops(LOOPS));
    LocalNode alpha = startKnowing(beta, "alpha@127.0.0.1", LOOPS);
    Sink sink = new Sink(beta, 1, 10);
    send(alpha, sink, 0, 10, MIB).get(20, TimeUnit.SECONDS);
    sink.awaitExpected();
    assertThat(running).as("the loops at least").hasSizeGreaterThanOrEqualTo(1 + LOOPS);

    beta.close();

    Nodes.await("nothing runs", running::isEmpty);
  }

  private static Executor counted(Executor executor, Set<Runnable> running) {
    return task ->
        executor.execute(
            () -> {
              running.add(task);
              try {
                task.run();
              } finally {
                running.remove(task);
              }
            });
  }

  /** Begins to send messages of 100 KB and more, each with its check sum. */
  private static FutureTask<Void> send(LocalNode from, Sink to, int sender, int count, int size) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              Random random = new Random(sender);
              for (int i = 0; i < count && !to.enough; i++) {
                byte[] bytes = new byte[100_000 + random.nextInt(size)];
                random.nextBytes(bytes);
                to.sent.incrementAndGet();
                from.send(to.address, MessageKind.SEND, message(sender, bytes));
              }
              return null;
            });
    new Thread(task, "sender " + sender).start();
    return task;
  }

  private static Term message(int sender, byte[] bytes) {
    return Tuple.of(IntegerTerm.of(sender), IntegerTerm.of(checksum(bytes)), Binary.wrap(bytes));
  }

  private static long checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return sum.getValue();
  }

  /** What arrives at a name of a node. */
  private final class Sink {

    private final Address address;
    private final CountDownLatch expected;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger corrupt = new AtomicInteger();
    private final AtomicIntegerArray shares;
    private volatile boolean enough;

    Sink(LocalNode node, int senders, int count) {
      address = Address.of("sink", node.name());
      expected = new CountDownLatch(count);
      shares = new AtomicIntegerArray(senders);
      node.register("sink", message -> readers.execute(() -> read(message)));
    }

    private void read(InboundMessage message) {
      try (message) {
        Tuple parts = (Tuple) message.decode();
        byte[] bytes = ((Binary) parts.get(2)).toByteArray();
        if (((IntegerTerm) parts.get(1)).longValue() != checksum(bytes)) {
          corrupt.incrementAndGet();
        }
        shares.incrementAndGet((int) ((IntegerTerm) parts.get(0)).longValue());
        expected.countDown();
      }
    }

    void awaitExpected() {
      Nodes.await(expected);
      assertThat(corrupt).as("messages that were changed").hasValue(0);
    }

    int arrived() {
      return IntStream.of(shares()).sum();
    }

    int[] shares() {
      int[] now = new int[shares.length()];
      for (int i = 0; i < now.length; i++) {
        now[i] = shares.get(i);
      }
      return now;
    }
  }
}
