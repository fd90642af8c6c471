package io.teleport.liberty.arquillian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.teleport.Address;
import io.teleport.CallTimeoutException;
import io.teleport.NoSuchNameException;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.Mailbox;
import io.teleport.engine.node.NodeEnvironment;
import io.teleport.engine.node.NodeSettings;
import io.teleport.engine.node.Sendable;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Atom;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Tuple;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages from a node outside of any server to an application that is stopped and comes back. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RedeployedApplicationIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final NodeName ALPHA = NodeName.of("alpha@127.0.0.1");
  private static final NodeName BETA = NodeName.of("beta@127.0.0.1");
  private static final Address COURIER = Address.of("courier", ALPHA);
  private static final Address HASTY = Address.of("hasty-courier", ALPHA);
  private static final Address PASSING = Address.of("courier", BETA);

  /** What beta is configured with. */
  private static final Duration BETAS_GRACE = Duration.ofSeconds(3);

  private static final NodeName SELF = NodeName.of("outside@127.0.0.1");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private LocalNode node;

  @ArquillianResource private Deployer deployer;

  @Deployment(name = "courier", managed = false, testable = false)
  @TargetsContainer("alpha")
  static WebArchive courier() {
    return TestApplication.of("courier.war", Courier.class);
  }

  @Deployment(name = "hasty courier", managed = false, testable = false)
  @TargetsContainer("alpha")
  static WebArchive hastyCourier() {
    return TestApplication.of("hasty.war", HastyCourier.class);
  }

  @Deployment(name = "passing courier", managed = false, testable = false)
  @TargetsContainer("beta")
  static WebArchive passingCourier() {
    return TestApplication.of("passing.war", Courier.class);
  }

  @BeforeEach
  void start() throws Exception {
    node =
        LocalNode.start(
            NodeSettings.builder(SELF, "between alpha and beta")
                .bindAddress("127.0.0.1")
                .port(0)
                .peer(ALPHA, loopback("alpha.port"))
                .peer(BETA, loopback("beta.port"))
                .build(),
            NodeEnvironment.of(threads));
    deployer.deploy("courier");
  }

  private static InetSocketAddress loopback(String port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.getInteger(port));
  }

  @AfterEach
  void stop() {
    node.close();
    threads.shutdown();
    deployer.undeploy("courier");
  }

  private void send(Address to, Mailbox replyTo, int number) {
    node.send(to, MessageKind.SEND, Tuple.of(replyTo.pid(), IntegerTerm.of(number)));
  }

  private CompletableFuture<Void> sendAsync(Address to, Mailbox replyTo, int number) {
    Tuple message = Tuple.of(replyTo.pid(), IntegerTerm.of(number));
    return node.sendAsync(to, MessageKind.SEND, Sendable.of(message), Passage.CONFIRMED)
        .toCompletableFuture();
  }

  /** Returns how many messages were sent. */
  private int sendWhile(Address to, Mailbox replyTo, AtomicBoolean goOn) {
    int sent = 0;
    while (goOn.get()) {
      send(to, replyTo, sent++);
      LockSupport.parkNanos(200_000);
    }
    return sent;
  }

  private static void assertNothingElseComes(Mailbox mailbox) {
    assertThatExceptionOfType(CallTimeoutException.class)
        .isThrownBy(() -> mailbox.receive(Duration.ofMillis(200)));
  }

  /** Waits until so many different numbers are there; returns how many came twice. */
  private static int awaitAll(Mailbox mailbox, int count) {
    BitSet seen = new BitSet();
    int duplicates = 0;
    while (seen.cardinality() < count) {
      int number = ((IntegerTerm) mailbox.receive(TIMEOUT)).intValue();
      if (seen.get(number)) {
        duplicates++;
      }
      seen.set(number);
    }
    return duplicates;
  }

  @Test
  void whatIsSentWhileTheApplicationIsStoppedArrivesWhenItIsStartedAgain() {
    int count = 5000;
    try (Mailbox mailbox = node.openMailbox()) {
      send(COURIER, mailbox, 0);
      awaitAll(mailbox, 1);
      deployer.undeploy("courier");
      for (int i = 0; i < count; i++) {
        send(COURIER, mailbox, i);
      }
      deployer.deploy("courier");
      assertThat(awaitAll(mailbox, count)).isZero();
    }
    assertThat(node.counters().get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void nothingIsLostOrDoubledWhileTheApplicationIsRedeployedUnderLoad() {
    try (Mailbox mailbox = node.openMailbox()) {
      AtomicBoolean goOn = new AtomicBoolean(true);
      CompletableFuture<Integer> sending =
          CompletableFuture.supplyAsync(() -> sendWhile(COURIER, mailbox, goOn), threads);
      deployer.undeploy("courier");
      deployer.deploy("courier");
      deployer.undeploy("courier");
      deployer.deploy("courier");
      goOn.set(false);
      assertThat(awaitAll(mailbox, sending.join())).isZero();
      assertNothingElseComes(mailbox);
    }
    assertThat(node.counters().get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void nothingThatWasConfirmedBeforeItWasHandledIsLostOrDoubledByRedeployments() {
    deployer.deploy("hasty courier");
    try (Mailbox mailbox = node.openMailbox()) {
      AtomicBoolean goOn = new AtomicBoolean(true);
      CompletableFuture<Integer> sending =
          CompletableFuture.supplyAsync(() -> sendWhile(HASTY, mailbox, goOn), threads);
      deployer.undeploy("hasty courier");
      deployer.deploy("hasty courier");
      goOn.set(false);
      assertThat(awaitAll(mailbox, sending.join())).isZero();
      assertNothingElseComes(mailbox);
    } finally {
      deployer.undeploy("hasty courier");
    }
    assertThat(node.counters().get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void whatIsSentToAnApplicationThatDoesNotComeBackIsRefusedAfterTheGraceTime() {
    deployer.deploy("passing courier");
    try (Mailbox mailbox = node.openMailbox()) {
      send(PASSING, mailbox, 0);
      awaitAll(mailbox, 1);
      long begun = System.nanoTime();
      deployer.undeploy("passing courier");
      List<CompletableFuture<?>> outcomes = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        outcomes.add(sendAsync(PASSING, mailbox, i));
      }
      outcomes.add(
          node.callAsync(PASSING, MessageKind.CALL, Sendable.of(Atom.OK), TIMEOUT)
              .toCompletableFuture());
      assertThat(outcomes)
          .allSatisfy(
              outcome ->
                  assertThat(outcome)
                      .failsWithin(TIMEOUT)
                      .withThrowableThat()
                      .withCauseInstanceOf(NoSuchNameException.class));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(BETAS_GRACE, TIMEOUT);
      assertThatExceptionOfType(NoSuchNameException.class)
          .isThrownBy(() -> node.call(PASSING, MessageKind.CALL, Atom.OK, TIMEOUT));
      assertNothingElseComes(mailbox);
    }
    assertThat(node.counters().get(Count.DEAD_LETTERS)).isEqualTo(100);
  }
}
