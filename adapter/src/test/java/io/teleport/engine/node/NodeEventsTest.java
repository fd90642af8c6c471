package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.Address;
import io.teleport.NodeDown;
import io.teleport.NodeEvent;
import io.teleport.NodeName;
import io.teleport.NodeUp;
import io.teleport.TeleportNodeListener;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.FreePort;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Atom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who learns when which nodes come and go. */
@Timeout(60)
class NodeEventsTest {

  private static final NodeName BETA = NodeName.of("beta@h");
  private static final NodeName GAMMA = NodeName.of("gamma@h");

  /** Keeps what it is told. */
  private static final class Listener implements TeleportNodeListener {
    final BlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();

    @Override
    public void nodeUp(NodeUp event) {
      events.add(event);
    }

    @Override
    public void nodeDown(NodeDown event) {
      events.add(event);
    }

    NodeEvent next() throws InterruptedException {
      NodeEvent event = events.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("an event").isNotNull();
      return event;
    }
  }

  /** A listener whose application has gone. */
  private static final class Orphan implements TeleportNodeListener {
    @Override
    public void nodeUp(NodeUp event) {
      throw new NoClassDefFoundError("a test");
    }

    @Override
    public void nodeDown(NodeDown event) {
      throw new NoClassDefFoundError("a test");
    }
  }

  @Test
  void anErrorOfAListenerEndsNothingButItsEvent() {
    ListeningWatcher watcher = new ListeningWatcher(new Orphan());
    assertThat(watcher.tell(new NodeUp(BETA, 1))).isZero();
    assertThat(watcher.tell(new NodeDown(BETA, 1, "gone"))).isZero();
  }

  /** What connections say, in any order that they may say it in. */
  @Nested
  class OfOneNode {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<String> completed = new CopyOnWriteArrayList<>();
    private final NodeEvents events =
        new NodeEvents(
            NodeName.of("alpha@h"),
            new Watch.Surroundings(
                threads,
                System::nanoTime,
                (delay, task) -> {
                  var unused = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                }),
            threads);
    private final Listener listener = new Listener();

    @AfterEach
    void endThreads() {
      threads.shutdownNow();
      timer.shutdownNow();
    }

    private Watch watch(TeleportNodeListener watching) {
      return events.watch(new ListeningWatcher(watching));
    }

    @Test
    void eachLifeIsToldOfOnceWhenItBeginsAndOnceWhenItEnds() throws Exception {
      watch(listener);
      events.nodeUp(BETA, 1);
      events.nodeUp(BETA, 1);
      events.nodeDown(BETA, 1, "gone");
      events.nodeDown(BETA, 1, "gone again");
      events.nodeUp(BETA, 2);
      events.close(Duration.ofSeconds(5));
      assertThat(listener.events)
          .containsExactly(new NodeUp(BETA, 1), new NodeDown(BETA, 1, "gone"), new NodeUp(BETA, 2));
    }

    @Test
    void aNewLifeEndsTheOldOneWhoseOwnEndIsNotToldAgain() throws Exception {
      watch(listener);
      events.nodeUp(BETA, 1);
      events.nodeUp(BETA, 2);
      events.nodeDown(BETA, 1, "late");
      events.close(Duration.ofSeconds(5));
      assertThat(listener.events)
          .containsExactly(
              new NodeUp(BETA, 1),
              new NodeDown(BETA, 1, "the node was started anew"),
              new NodeUp(BETA, 2));
    }

    @Test
    void theLocalNodeIsNotToldOf() {
      watch(listener);
      events.nodeUp(NodeName.of("alpha@h"), 1);
      events.nodeDown(NodeName.of("alpha@h"), 1, "stopping");
      events.close(Duration.ofSeconds(5));
      assertThat(listener.events).isEmpty();
    }

    @Test
    void aListenerThatComesLaterLearnsOfTheNodesThatAreUp() throws Exception {
      events.nodeUp(BETA, 1);
      events.nodeUp(GAMMA, 1);
      events.nodeDown(GAMMA, 1, "gone");
      watch(listener);
      events.nodeDown(BETA, 1, "gone");
      events.close(Duration.ofSeconds(5));
      assertThat(listener.events)
          .containsExactly(new NodeUp(BETA, 1), new NodeDown(BETA, 1, "gone"));
    }

    @Test
    void aThousandEventsComeInOrderToEachListener() throws Exception {
      Listener other = new Listener();
      watch(listener);
      watch(other);
      List<NodeEvent> expected = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        events.nodeUp(BETA, i);
        expected.add(new NodeUp(BETA, i));
        events.nodeDown(BETA, i, "gone");
        expected.add(new NodeDown(BETA, i, "gone"));
      }
      Nodes.await("all are told", () -> listener.events.size() == 1000);
      Nodes.await("all are told", () -> other.events.size() == 1000);
      assertThat(listener.events).containsExactlyElementsOf(expected);
      assertThat(other.events).containsExactlyElementsOf(expected);
    }

    @Test
    void aListenerThatThrowsGetsTheNextEventAllTheSame() throws Exception {
      AtomicInteger calls = new AtomicInteger();
      watch(
          new TeleportNodeListener() {
            @Override
            public void nodeUp(NodeUp event) {
              calls.incrementAndGet();
              throw new IllegalStateException("told to throw");
            }

            @Override
            public void nodeDown(NodeDown event) {
              calls.incrementAndGet();
            }
          });
      events.nodeUp(BETA, 1);
      events.nodeDown(BETA, 1, "gone");
      Nodes.await("both came", () -> calls.get() == 2);
    }

    @Test
    void aListenerThatCannotTakeAnEventGetsItAgainBeforeTheNext() throws Exception {
      List<NodeEvent> taken = new CopyOnWriteArrayList<>();
      AtomicInteger refusals = new AtomicInteger(3);
      events.watch(
          event -> {
            if (refusals.getAndDecrement() > 0) {
              return Duration.ofMillis(5);
            }
            taken.add(event);
            return Duration.ZERO;
          });
      events.nodeUp(BETA, 1);
      Nodes.await("it came", () -> taken.size() == 1);
      refusals.set(3);
      events.nodeDown(BETA, 1, "gone");
      events.nodeUp(BETA, 2);
      Nodes.await("all came", () -> taken.size() == 3);
      assertThat(taken.subList(0, 2))
          .containsExactly(new NodeUp(BETA, 1), new NodeDown(BETA, 1, "gone"));
    }

    @Test
    void nothingIsToldAfterTheWatchIsClosed() throws Exception {
      Watch watch = watch(listener);
      events.nodeUp(BETA, 1);
      assertThat(listener.next()).isEqualTo(new NodeUp(BETA, 1));
      watch.close(Duration.ofSeconds(5));
      watch.close(Duration.ofSeconds(5));
      events.nodeDown(BETA, 1, "gone");
      events.close(Duration.ofSeconds(5));
      assertThat(listener.events).isEmpty();
    }

    @Test
    void whatBecomesOfMessagesToANodeIsToldAfterItsEvents() throws Exception {
      CountDownLatch goOn = new CountDownLatch(1);
      watch(
          new TeleportNodeListener() {
            @Override
            public void nodeUp(NodeUp event) throws InterruptedException {
              goOn.await();
              completed.add("up");
            }

            @Override
            public void nodeDown(NodeDown event) {
              completed.add("down");
            }
          });
      events.nodeUp(BETA, 1);
      events.completionsOf(BETA).execute(() -> completed.add("message to beta"));
      events.completionsOf(GAMMA).execute(() -> completed.add("message to gamma"));
      Nodes.await("gamma does not wait for beta", () -> !completed.isEmpty());
      goOn.countDown();
      Nodes.await("all is told", () -> completed.size() == 3);
      assertThat(completed).containsExactly("message to gamma", "up", "message to beta");
    }

    @Test
    void aListenerMayWaitForAMessageToTheNodeThatCame() {
      CompletableFuture<Void> message = new CompletableFuture<>();
      watch(
          new TeleportNodeListener() {
            @Override
            public void nodeUp(NodeUp event) throws Exception {
              message.get(20, TimeUnit.SECONDS);
              completed.add("up");
            }

            @Override
            public void nodeDown(NodeDown event) {
              completed.add("down");
            }
          });
      events.nodeUp(BETA, 1);
      events.completionsOf(BETA).execute(() -> message.complete(null));
      Nodes.await("both go on", () -> completed.contains("up"));
    }
  }

  /** What real nodes say. */
  @Nested
  class BetweenNodes {

    @RegisterExtension final Nodes nodes = new Nodes();

    @Test
    void bothSidesLearnThatTheOtherIsUpAndOneThatTheOtherHasStopped() throws Exception {
      LocalNode beta = nodes.start("beta@127.0.0.1");
      LocalNode alpha = nodes.start("alpha@127.0.0.1", Nodes.knowing(beta));
      Listener atAlpha = new Listener();
      Listener atBeta = new Listener();
      alpha.watchNodes(atAlpha);
      beta.watchNodes(atBeta);
      alpha.prime(List.of(beta.name()));
      NodeUp up = (NodeUp) atAlpha.next();
      assertThat(up.node()).isEqualTo(beta.name());
      assertThat(atBeta.next().node()).isEqualTo(alpha.name());
      beta.close();
      NodeDown down = (NodeDown) atAlpha.next();
      assertThat(down.node()).isEqualTo(beta.name());
      assertThat(down.incarnation()).isEqualTo(up.incarnation());
      assertThat(down.reason()).contains("goodbye");
      assertThat(atAlpha.events).isEmpty();
    }

    @Test
    void aNodeThatIsStartedAnewHasAnotherIncarnation() throws Exception {
      int port = FreePort.find();
      LocalNode beta = nodes.start("beta@127.0.0.1", Nodes.withPort(port));
      LocalNode alpha = nodes.start("alpha@127.0.0.1", Nodes.knowing(beta));
      Listener listener = new Listener();
      alpha.watchNodes(listener);
      alpha.prime(List.of(beta.name()));
      beta.close();
      LocalNode again = nodes.start("beta@127.0.0.1", Nodes.withPort(port));
      Nodes.await("it is reached again", () -> alpha.ping(again.name()));
      NodeEvent first = listener.next();
      NodeEvent second = listener.next();
      NodeEvent third = listener.next();
      assertThat(first).isInstanceOf(NodeUp.class);
      assertThat(second).isInstanceOf(NodeDown.class);
      assertThat(second.incarnation()).isEqualTo(first.incarnation());
      assertThat(third).isInstanceOf(NodeUp.class);
      assertThat(third.incarnation()).isNotEqualTo(first.incarnation());
      assertThat(listener.events).isEmpty();
    }

    @Test
    void theFirstMessageToANodeIsConfirmedAfterTheListenerKnowsTheNode() throws Exception {
      LocalNode beta = nodes.start("beta@127.0.0.1");
      beta.register("orders", new Inboxes.Counting());
      for (int i = 0; i < 20; i++) {
        LocalNode alpha = nodes.start("alpha" + i + "@127.0.0.1", Nodes.knowing(beta));
        List<String> told = new CopyOnWriteArrayList<>();
        alpha.watch(
            event -> {
              told.add("node");
              return Duration.ZERO;
            });
        alpha
            .sendAsync(
                Address.of("orders", beta.name()),
                MessageKind.SEND,
                Sendable.of(new Atom("x")),
                Passage.CONFIRMED)
            .thenRun(() -> told.add("message"));
        Nodes.await("both are told", () -> told.size() == 2);
        assertThat(told).containsExactly("node", "message");
      }
    }
  }
}
