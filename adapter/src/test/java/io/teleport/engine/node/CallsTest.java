package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.NodeDownException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.FreePort;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many calls at once, each with its own answer, also where the executor is unreliable. */
@Timeout(60)
class CallsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int THREADS = 64;

  @RegisterExtension final Nodes nodes = new Nodes();

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void answersMatchTheirRequestsInBothDirections() throws Exception {
    LocalNode beta = nodes.start("beta@127.0.0.1");
    LocalNode alpha = nodes.start("alpha@127.0.0.1", Nodes.knowing(beta));
    assertThat(alpha.ping(beta.name())).isTrue();

    callFromManyThreads(alpha, beta, 100);
  }

  @Test
  void anExecutorThatRefusesNowAndThenIsSurvived() throws Exception {
    LocalNode beta = nodes.startOn("beta@127.0.0.1", CallsTest::refusing, settings -> {});
    LocalNode alpha = nodes.startOn("alpha@127.0.0.1", CallsTest::refusing, Nodes.knowing(beta));
    assertThat(alpha.ping(beta.name())).isTrue();
    AtomicInteger completed = new AtomicInteger();
    register(beta);
    register(alpha);
    List<CompletableFuture<Term>> calls = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      calls.add(
          alpha
              .callAsync(
                  Address.of("echo", beta.name()), MessageKind.CALL, IntegerTerm.of(i), PATIENCE)
              .whenComplete((answer, failure) -> completed.incrementAndGet())
              .toCompletableFuture());
    }
    for (int i = 0; i < calls.size(); i++) {
      assertThat(calls.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(IntegerTerm.of(i));
    }
    assertThat(completed).hasValue(500);
  }

  @Test
  void whatIsNotAcceptedIsThrownLikeThatOfASend() {
    LocalNode lonely = nodes.start("lonely@127.0.0.1", s -> s.defaultPeerPort(FreePort.find()));
    Address nowhere = Address.of("echo", "nobody@127.0.0.1");
    assertThatThrownBy(
            () -> lonely.callAsync(nowhere, MessageKind.CALL, IntegerTerm.of(1), PATIENCE))
        .isInstanceOf(NodeDownException.class);
  }

  /** An executor that refuses two tasks of three, but the first ones. */
  private static Executor refusing(Executor executor) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      int number = count.getAndIncrement();
      if (number > 2 && number % 3 != 0) {
        throw new RejectedExecutionException("no threads");
      }
      executor.execute(task);
    };
  }

  private static void register(LocalNode node) {
    node.register("echo", Inboxes.answering(node, term -> term));
  }

  private void callFromManyThreads(LocalNode alpha, LocalNode beta, int times) throws Exception {
    register(alpha);
    register(beta);
    List<Future<?>> callers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int id = i;
      LocalNode from = i % 2 == 0 ? alpha : beta;
      Address to = Address.of("echo", i % 2 == 0 ? beta.name() : alpha.name());
      callers.add(threads.submit(() -> callRepeatedly(from, to, id, times)));
    }
    for (Future<?> caller : callers) {
      caller.get(40, TimeUnit.SECONDS);
    }
    assertThat(alpha.counters().get(Count.DEAD_LETTERS)).isZero();
    assertThat(beta.counters().get(Count.DEAD_LETTERS)).isZero();
  }

  private static void callRepeatedly(LocalNode from, Address to, int id, int times) {
    Random random = new Random(id);
    for (int i = 0; i < times; i++) {
      byte[] body = new byte[i % 25 == 0 ? 200_000 : random.nextInt(2000)];
      random.nextBytes(body);
      Term request = Tuple.of(IntegerTerm.of(id), IntegerTerm.of(i), Binary.wrap(body));
      assertThat(from.call(to, MessageKind.CALL, request, PATIENCE)).isEqualTo(request);
    }
  }
}
