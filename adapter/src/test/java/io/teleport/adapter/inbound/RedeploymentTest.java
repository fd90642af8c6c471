package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.ListenerFailedException;
import io.teleport.NoSuchNameException;
import io.teleport.SendOptions;
import io.teleport.TeleportConnection;
import io.teleport.adapter.Eventually;
import io.teleport.adapter.TestEndpointFactory;
import io.teleport.adapter.TestServer;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.term.Atom;
import io.teleport.term.Term;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of messages to a bean that is stopped, from another server. */
class RedeploymentTest {

  private static final Duration SECONDS = Duration.ofSeconds(15);

  private TestServer alpha;
  private TestServer beta;
  private TeleportConnection connection;
  private final Queue<Integer> received = new ConcurrentLinkedQueue<>();

  private void start(String grace) throws ResourceException {
    alpha = new TestServer("alpha");
    beta = new TestServer("beta");
    alpha.adapter().setPeers("beta@127.0.0.1=127.0.0.1:" + beta.port());
    beta.adapter().setPeers("alpha@127.0.0.1=127.0.0.1:" + alpha.port());
    beta.adapter().setRedeployGrace(grace);
    alpha.start();
    beta.start();
    connection = alpha.connect();
  }

  @BeforeEach
  void clear() {
    received.clear();
  }

  @AfterEach
  void stop() {
    connection.close();
    alpha.awaitNoMemoryInUse();
    beta.awaitNoMemoryInUse();
    alpha.close();
    beta.close();
  }

  /** One application; each deployment has its own. */
  private final class Deployment {
    final TeleportActivationSpec spec;
    final TestEndpointFactory factory;

    Deployment(String acknowledge, TestEndpointFactory factory) throws ResourceException {
      this.spec = TestServer.spec("orders", 1);
      spec.setAcknowledge(acknowledge);
      this.factory = beta.activate(factory, spec);
    }

    void undeploy() {
      beta.deactivate(factory, spec);
    }
  }

  private Deployment deploy(String acknowledge) throws ResourceException {
    return new Deployment(
        acknowledge, TestEndpointFactory.of(message -> received.add(message.as(Integer.class))));
  }

  private void send(int from, int to) {
    for (int i = from; i < to; i++) {
      connection.send(beta.address("orders"), i);
    }
  }

  private void awaitAllUpTo(int count) {
    Eventually.holds("all have arrived", () -> received.size() >= count);
    assertThat(received)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, count).boxed().toList());
  }

  @Test
  void messagesThatWaitAndThoseThatComeMeanwhileGoToTheNextBeanOfTheName() throws Exception {
    start("30s");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Deployment first =
        new Deployment(
            "on-accept",
            TestEndpointFactory.of(
                message -> {
                  begun.countDown();
                  assertThat(goOn.await(15, TimeUnit.SECONDS)).isTrue();
                  received.add(message.as(Integer.class));
                }));
    send(0, 50);
    assertThat(begun.await(15, TimeUnit.SECONDS)).isTrue();
    // The delivery that runs does not end in time, and is left to itself.
    first.undeploy();
    assertThat(received).isEmpty();
    send(50, 100);
    goOn.countDown();
    deploy("on-accept");
    awaitAllUpTo(100);
    assertThat(alpha.adapter().node().counters().get(Count.DEAD_LETTERS)).isZero();
    assertThat(beta.adapter().node().counters().get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void messagesWithAKeyThatWereParkedAreTakenOverInOrder() throws Exception {
    start("30s");
    deploy("on-accept").undeploy();
    for (int i = 0; i < 1000; i++) {
      connection.send(beta.address("orders"), i, SendOptions.inOrderOf("key"));
    }
    TeleportActivationSpec spec = TestServer.spec("orders", 8);
    beta.activate(TestEndpointFactory.of(message -> received.add(message.as(Integer.class))), spec);
    awaitAllUpTo(1000);
    assertThat(List.copyOf(received)).isSorted();
  }

  @Test
  void largeMessagesArePartOfIt() throws Exception {
    start("30s");
    deploy("on-accept").undeploy();
    for (int size : new int[] {100_000, 3_000_000, 40_000_000}) {
      connection.send(beta.address("orders"), new byte[size]);
    }
    new Deployment(
        "on-accept",
        TestEndpointFactory.of(
            message -> {
              try (var body = message.body()) {
                received.add(body.readAllBytes().length);
              }
            }));
    Eventually.holds("all have arrived", () -> received.size() == 3);
    assertThat(received).containsExactlyInAnyOrder(100_000, 3_000_000, 40_000_000);
  }

  @Test
  void aCallThatComesMeanwhileWaitsForTheNextBean() throws Exception {
    start("30s");
    deploy("on-accept").undeploy();
    CompletionStage<Term> call = connection.callAsync(beta.address("orders"), 1, SECONDS);
    new Deployment("on-accept", TestEndpointFactory.answering(request -> Atom.OK));
    assertThat(call.toCompletableFuture().get(15, TimeUnit.SECONDS)).isEqualTo(Atom.OK);
  }

  @Test
  void afterTheGraceTimeCallersFailAndMessagesAreDeadLettersOfTheirSender() throws Exception {
    start("300ms");
    deploy("on-accept").undeploy();
    send(0, 10);
    CompletionStage<Term> call = connection.callAsync(beta.address("orders"), 1, SECONDS);
    assertThatThrownBy(() -> call.toCompletableFuture().get(15, TimeUnit.SECONDS))
        .hasCauseInstanceOf(NoSuchNameException.class)
        .hasMessageContaining("not started again within 300 ms (setting 'redeployGrace')");
    var here = alpha.adapter().node().counters();
    var there = beta.adapter().node().counters();
    Eventually.holds("ten are dead letters", () -> here.get(Count.DEAD_LETTERS) == 10);
    assertThat(there.get(Count.MESSAGES_REFUSED)).isEqualTo(11);
    assertThat(there.get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void whatWasConfirmedBeforeTheBeanStoppedIsADeadLetterOfTheReceiver() throws Exception {
    start("100ms");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Deployment slow =
        new Deployment(
            "on-accept",
            TestEndpointFactory.of(
                message -> {
                  begun.countDown();
                  assertThat(goOn.await(15, TimeUnit.SECONDS)).isTrue();
                }));
    send(0, 10);
    var here = alpha.adapter().node().counters();
    var there = beta.adapter().node().counters();
    assertThat(begun.await(15, TimeUnit.SECONDS)).isTrue();
    Eventually.holds("all have arrived", () -> there.get(Count.MESSAGES_RECEIVED) == 10);
    slow.undeploy();
    goOn.countDown();
    Eventually.holds("nine are dead letters", () -> there.get(Count.DEAD_LETTERS) == 9);
    assertThat(here.get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void afterTheGraceTimeTheNameIsUnknownAndFreeAgain() throws Exception {
    start("50ms");
    deploy("on-accept").undeploy();
    Eventually.holds("the name is unknown", this::isUnknown);
    long begin = System.nanoTime();
    assertThat(isUnknown()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    deploy("on-accept");
    send(0, 3);
    awaitAllUpTo(3);
  }

  private boolean isUnknown() {
    try {
      connection.call(beta.address("orders"), 1, SECONDS);
      return false;
    } catch (NoSuchNameException e) {
      return true;
    }
  }

  @Test
  void aNameThatNeverWasIsUnknownAtOnce() throws Exception {
    start("30s");
    assertThatThrownBy(() -> connection.call(beta.address("nobody"), 1, SECONDS))
        .isInstanceOf(NoSuchNameException.class);
  }

  @Test
  void whenTheAdapterStopsWhatIsParkedIsAccountedForAtOnce() throws Exception {
    start("1h");
    deploy("on-accept").undeploy();
    send(0, 10);
    var counters = beta.adapter().node().counters();
    Eventually.holds("all have arrived", () -> counters.get(Count.MESSAGES_RECEIVED) == 10);
    long begin = System.nanoTime();
    beta.adapter().stop();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
    assertThat(counters.get(Count.MESSAGES_REFUSED)).isEqualTo(10);
    var here = alpha.adapter().node().counters();
    Eventually.holds("their sender knows", () -> here.get(Count.DEAD_LETTERS) == 10);
    beta.start();
  }

  @Test
  void aMessageThatWaitsForItsRedeliveryGoesToTheNextBean() throws Exception {
    start("30s");
    Deployment failing =
        new Deployment(
            "on-return",
            TestEndpointFactory.of(
                message -> {
                  throw new IllegalStateException("by the test");
                }));
    send(0, 5);
    var counters = beta.adapter().node().counters();
    Eventually.holds("all have failed once", () -> counters.get(Count.REDELIVERIES) == 5);
    failing.undeploy();
    deploy("on-return");
    awaitAllUpTo(5);
    assertThat(counters.get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void aSenderIsToldOfAMessageThatTheBeanFailedOnEveryTime() throws Exception {
    start("30s");
    TeleportActivationSpec spec = TestServer.spec("orders", 2);
    spec.setAcknowledge("on-return");
    spec.setRedeliveries(2);
    spec.setRedeliveryDelay("10ms");
    beta.activate(
        TestEndpointFactory.of(
            message -> {
              received.add(message.deliveryCount());
              throw new IllegalStateException("by the test");
            }),
        spec);
    CompletionStage<Void> outcome = connection.sendAsync(beta.address("orders"), 1);
    assertThatThrownBy(() -> outcome.toCompletableFuture().get(15, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ListenerFailedException.class)
        .hasMessageContaining("by the test; after 3 deliveries");
    assertThat(received).containsExactly(1, 2, 3);
    var there = beta.adapter().node().counters();
    var here = alpha.adapter().node().counters();
    assertThat(here.get(Count.DEAD_LETTERS)).as("it is a dead letter of its sender").isEqualTo(1);
    assertThat(there.get(Count.DEAD_LETTERS)).as("and no other one").isZero();
    assertThat(there.get(Count.MESSAGES_REFUSED)).isEqualTo(1);
  }

  @Test
  void aSenderIsToldThatItsMessageWasReceivedWhenTheBeanHasReturned() throws Exception {
    start("30s");
    CountDownLatch goOn = new CountDownLatch(1);
    new Deployment(
        "on-return",
        TestEndpointFactory.of(
            message -> {
              assertThat(goOn.await(15, TimeUnit.SECONDS)).isTrue();
              received.add(message.as(Integer.class));
            }));
    CompletionStage<Void> outcome = connection.sendAsync(beta.address("orders"), 7);
    var there = beta.adapter().node().counters();
    Eventually.holds("it has arrived", () -> there.get(Count.MESSAGES_RECEIVED) == 1);
    assertThat(outcome.toCompletableFuture()).isNotDone();
    goOn.countDown();
    outcome.toCompletableFuture().get(15, TimeUnit.SECONDS);
    assertThat(received).containsExactly(7);
  }

  @Test
  void aFailingBeanHoldsUpItsOwnMessagesOnly() throws Exception {
    start("30s");
    TeleportActivationSpec spec = TestServer.spec("failing", 2);
    spec.setAcknowledge("on-return");
    spec.setRedeliveries(1000);
    spec.setRedeliveryDelay("1h");
    beta.activate(
        TestEndpointFactory.of(
            message -> {
              throw new IllegalStateException("by the test");
            }),
        spec);
    deploy("on-return");
    for (int i = 0; i < 500; i++) {
      connection.send(beta.address("failing"), i);
    }
    send(0, 500);
    awaitAllUpTo(500);
    var counters = beta.adapter().node().counters();
    Eventually.holds("all have failed once", () -> counters.get(Count.REDELIVERIES) == 500);
    assertThat(counters.get(Count.DEAD_LETTERS)).isZero();
    assertThat(List.of(counters.get(Count.LISTENER_FAILURES))).containsExactly(500L);
  }
}
