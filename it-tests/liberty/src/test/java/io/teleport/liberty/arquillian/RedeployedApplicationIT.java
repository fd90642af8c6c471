package io.teleport.liberty.arquillian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.teleport.Address;
import io.teleport.CallTimeoutException;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.Mailbox;
import io.teleport.engine.node.NodeEnvironment;
import io.teleport.engine.node.NodeSettings;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Tuple;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
  private static final NodeName SELF = NodeName.of("outside@127.0.0.1");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private LocalNode node;

  @ArquillianResource private Deployer deployer;

  @Deployment(name = "courier", managed = false, testable = false)
  @TargetsContainer("alpha")
  static WebArchive courier() {
    return TestApplication.of("courier.war", Courier.class);
  }

  @BeforeEach
  void start() throws Exception {
    InetSocketAddress alpha =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.getInteger("alpha.port"));
    node =
        LocalNode.start(
            NodeSettings.builder(SELF, "between alpha and beta")
                .bindAddress("127.0.0.1")
                .port(0)
                .peer(ALPHA, alpha)
                .build(),
            NodeEnvironment.of(threads));
    deployer.deploy("courier");
  }

  @AfterEach
  void stop() {
    node.close();
    threads.shutdown();
    deployer.undeploy("courier");
  }

  private void send(Mailbox replyTo, int number) {
    node.send(
        Address.of("courier", ALPHA),
        MessageKind.SEND,
        Tuple.of(replyTo.pid(), IntegerTerm.of(number)));
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
      send(mailbox, 0);
      awaitAll(mailbox, 1);
      deployer.undeploy("courier");
      for (int i = 0; i < count; i++) {
        send(mailbox, i);
      }
      deployer.deploy("courier");
      assertThat(awaitAll(mailbox, count)).isZero();
    }
    assertThat(node.counters().get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void nothingIsLostOrDoubledWhileTheApplicationIsRedeployedUnderLoad() {
    AtomicBoolean goOn = new AtomicBoolean(true);
    AtomicInteger sent = new AtomicInteger();
    try (Mailbox mailbox = node.openMailbox()) {
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                while (goOn.get()) {
                  send(mailbox, sent.getAndIncrement());
                  LockSupport.parkNanos(200_000);
                }
              },
              threads);
      deployer.undeploy("courier");
      deployer.deploy("courier");
      deployer.undeploy("courier");
      deployer.deploy("courier");
      goOn.set(false);
      sending.join();
      assertThat(awaitAll(mailbox, sent.get())).isZero();
      assertThatExceptionOfType(CallTimeoutException.class)
          .isThrownBy(() -> mailbox.receive(Duration.ofMillis(200)));
    }
    assertThat(node.counters().get(Count.DEAD_LETTERS)).isZero();
  }
}
