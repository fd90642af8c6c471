package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.ListenerFailedException;
import io.teleport.TeleportConnection;
import io.teleport.TeleportMessageListener;
import io.teleport.adapter.Eventually;
import io.teleport.adapter.TestEndpointFactory;
import io.teleport.adapter.TestServer;
import io.teleport.engine.node.BlackHole;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.engine.observe.Levels.Level;
import io.teleport.term.Binary;
import jakarta.resource.ResourceException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bean that acknowledges on return, while the sockets to the sender are lost. */
@Timeout(60)
class LostSocketsTest {

  private static final int SIZE = 20_000_000;

  private final Queue<Integer> deliveries = new ConcurrentLinkedQueue<>();
  private TestServer alpha;
  private TestServer beta;
  private BlackHole wire;
  private TeleportConnection connection;

  @BeforeEach
  void startTwoServersWithAWireBetween() throws Exception {
    alpha = new TestServer("alpha");
    beta = new TestServer("beta");
    wire = new BlackHole(new InetSocketAddress(InetAddress.getLoopbackAddress(), beta.port()));
    alpha.adapter().setPeers("beta@127.0.0.1=127.0.0.1:" + wire.address().getPort());
    // It must not find another way back.
    beta.adapter().setPeers("alpha@127.0.0.1=127.0.0.1:1");
    alpha.start();
    beta.start();
    connection = alpha.connect();
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    alpha.awaitNoMemoryInUse();
    beta.awaitNoMemoryInUse();
    alpha.close();
    beta.close();
    wire.close();
  }

  private void listen(TeleportMessageListener listener) throws ResourceException {
    TeleportActivationSpec spec = TestServer.spec("files", 1);
    spec.setAcknowledge("on-return");
    spec.setRedeliveries(2);
    spec.setRedeliveryDelay("50ms");
    beta.activate(
        TestEndpointFactory.of(
            message -> {
              deliveries.add(message.deliveryCount());
              listener.onMessage(message);
            }),
        spec);
  }

  private static LocalNode node(TestServer server) {
    return server.adapter().node();
  }

  /** Cuts all sockets, and waits until both nodes know and have others. */
  private void loseSockets() throws Exception {
    long alphaLost = node(alpha).counters().get(Count.POOLS_LOST);
    long betaLost = node(beta).counters().get(Count.POOLS_LOST);
    wire.cut();
    Eventually.holds(
        "both have lost their pool, and have another",
        () ->
            node(alpha).counters().get(Count.POOLS_LOST) > alphaLost
                && node(beta).counters().get(Count.POOLS_LOST) > betaLost
                && node(alpha).levels().get(Level.POOLS) > 0
                && node(beta).levels().get(Level.POOLS) > 0);
  }

  private CompletableFuture<Void> send(Object body) {
    return connection.sendAsync(beta.address("files"), body).toCompletableFuture();
  }

  private static Binary stream() {
    return Binary.ofStream(new ByteArrayInputStream(new byte[SIZE]));
  }

  @Test
  void aStreamIsConfirmedOnceThoughTheyAreLostBetweenItsEndAndTheReturn() throws Exception {
    CountDownLatch hasRead = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    listen(
        message -> {
          InputStream body = message.body();
          assertThat(body.readNBytes(SIZE)).hasSize(SIZE);
          assertThat(body.read()).isEqualTo(-1);
          hasRead.countDown();
          assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
        });
    CompletableFuture<Void> outcome = send(stream());
    assertThat(hasRead.await(20, TimeUnit.SECONDS)).isTrue();
    loseSockets();
    assertThat(outcome).isNotDone();
    goOn.countDown();
    outcome.get(20, TimeUnit.SECONDS);
    assertThat(deliveries).containsExactly(1);
  }

  @Test
  void aBeanThatReturnsWhileThereAreNoneIsConfirmedByTheNext() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    listen(
        message -> {
          begun.countDown();
          assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
        });
    CompletableFuture<Void> outcome = send("a small one");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    wire.cut();
    goOn.countDown();
    outcome.get(20, TimeUnit.SECONDS);
    assertThat(deliveries).containsExactly(1);
  }

  @Test
  void aMessageIsDeliveredAgainThoughTheyAreLostInBetween() throws Exception {
    listen(
        message -> {
          if (message.deliveryCount() < 3) {
            loseSockets();
            throw new IllegalStateException("by the test");
          }
        });
    send("a small one").get(20, TimeUnit.SECONDS);
    assertThat(deliveries).containsExactly(1, 2, 3);
  }

  @Test
  void theSenderIsToldThatTheBeanFailsThoughTheyAreLostEachTime() throws Exception {
    listen(
        message -> {
          loseSockets();
          throw new IllegalStateException("by the test");
        });
    assertThatThrownBy(() -> send("a small one").get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ListenerFailedException.class);
    assertThat(deliveries).containsExactly(1, 2, 3);
  }
}
