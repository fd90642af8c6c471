package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.FreePort;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Tuple;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Many threads send the first messages to a node at once, before there is a pool of sockets to it.
 * In the library that this project learns from, messages could meet a pool that was half started;
 * here every one arrives, once.
 */
@Timeout(60)
class FirstMessagesTest {

  private static final int THREADS = 16;
  private static final int MESSAGES = 20;
  private static final int[] SIZES = {0, 10, 5_000, 64_000, 70_000, 300_000};

  @RegisterExtension final Nodes nodes = new Nodes();

  private final ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @RepeatedTest(20)
  void fromOneNode() throws Exception {
    Seen seen = new Seen();
    LocalNode beta = nodes.start("beta@127.0.0.1");
    beta.register("orders", seen);
    LocalNode alpha = nodes.start("alpha@127.0.0.1", Nodes.knowing(beta));

    await(sendAtOnce(new CyclicBarrier(THREADS), alpha, beta));

    seen.awaitAll();
    assertNothingWasLost(alpha);
    assertThat(alpha.counters().get(Count.POOLS_STARTED)).as("pools").isEqualTo(1);
  }

  @RepeatedTest(20)
  void inBothDirectionsAtOnce() throws Exception {
    Seen atAlpha = new Seen();
    Seen atBeta = new Seen();
    // Each has to know where the other one will listen.
    int port = FreePort.find();
    InetSocketAddress there = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    LocalNode alpha =
        nodes.start("alpha@127.0.0.1", s -> s.peer(NodeName.of("beta@127.0.0.1"), there));
    LocalNode beta =
        nodes.start("beta@127.0.0.1", Nodes.knowing(alpha).andThen(Nodes.withPort(port)));
    alpha.register("orders", atAlpha);
    beta.register("orders", atBeta);

    CyclicBarrier start = new CyclicBarrier(2 * THREADS);
    List<Future<?>> all = new ArrayList<>();
    all.addAll(sendAtOnce(start, alpha, beta));
    all.addAll(sendAtOnce(start, beta, alpha));
    await(all);

    atAlpha.awaitAll();
    atBeta.awaitAll();
    assertNothingWasLost(alpha);
    assertNothingWasLost(beta);
  }

  private List<Future<?>> sendAtOnce(CyclicBarrier start, LocalNode from, LocalNode to) {
    List<Future<?>> senders = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int id = thread;
      senders.add(threads.submit(() -> send(start, from, Address.of("orders", to.name()), id)));
    }
    return senders;
  }

  private static Void send(CyclicBarrier start, LocalNode from, Address to, int thread)
      throws InterruptedException, BrokenBarrierException {
    start.await();
    for (int i = 0; i < MESSAGES; i++) {
      int id = thread * MESSAGES + i;
      byte[] body = new byte[SIZES[id % SIZES.length]];
      Arrays.fill(body, (byte) id);
      from.send(to, MessageKind.SEND, Tuple.of(IntegerTerm.of(id), Binary.wrap(body)));
    }
    return null;
  }

  private static void await(List<Future<?>> senders) throws Exception {
    for (Future<?> sender : senders) {
      sender.get(30, TimeUnit.SECONDS);
    }
  }

  private static void assertNothingWasLost(LocalNode node) {
    assertThat(node.counters().get(Count.DEAD_LETTERS)).isZero();
    assertThat(node.counters().get(Count.POOLS_LOST)).isZero();
  }

  /** Counts how often each message came, and checks what is in it. */
  private static final class Seen implements Inbox {
    private final Map<Integer, Integer> times = new ConcurrentHashMap<>();

    @Override
    public void deliver(InboundMessage message) {
      try (message) {
        Tuple tuple = (Tuple) message.decode();
        int id = ((IntegerTerm) tuple.get(0)).intValue();
        byte[] expected = new byte[SIZES[id % SIZES.length]];
        Arrays.fill(expected, (byte) id);
        boolean right = Arrays.equals(((Binary) tuple.get(1)).toByteArray(), expected);
        times.merge(right ? id : -1, 1, Integer::sum);
      }
    }

    void awaitAll() {
      Nodes.await("every message came", () -> times.size() >= THREADS * MESSAGES);
      assertThat(times).hasSize(THREADS * MESSAGES);
      assertThat(times.values()).as("how often each came").containsOnly(1);
      assertThat(times).doesNotContainKey(-1);
    }
  }
}
