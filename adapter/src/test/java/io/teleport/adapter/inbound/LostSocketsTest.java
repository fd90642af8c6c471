package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.ListenerFailedException;
import io.teleport.TeleportConnection;
import io.teleport.adapter.Eventually;
import io.teleport.adapter.TestServer;
import io.teleport.engine.node.BlackHole;
import io.teleport.engine.observe.Counters.Count;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bean that acknowledges on return, while the sockets to the sender are lost. */
@Timeout(60)
class LostSocketsTest {

  private static final int SIZE = 20_000_000;

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

  /** Cuts all sockets, and waits until both nodes know and have others. */
  private void loseSockets() throws Exception {
    long alphaStarted = poolsStarted(alpha);
    long betaStarted = poolsStarted(beta);
    wire.cut();
    Eventually.holds(
        "both have another pool",
        () -> poolsStarted(alpha) > alphaStarted && poolsStarted(beta) > betaStarted);
  }

  private static long poolsStarted(TestServer server) {
    return server.adapter().node().counters().get(Count.POOLS_STARTED);
  }

  @Test
  void aStreamIsConfirmedOnceThoughTheyAreLostBetweenItsEndAndTheReturn() throws Exception {
    Halt halt = new Halt();
    OnReturnBean bean = OnReturnBean.thatReads(beta, SIZE, halt);
    CompletableFuture<Void> outcome = bean.sendStream(connection, SIZE);
    halt.awaitReached();
    loseSockets();
    assertThat(outcome).isNotDone();
    halt.release();
    outcome.get(20, TimeUnit.SECONDS);
    assertThat(bean.deliveries()).containsExactly(1);
  }

  @Test
  void aBeanThatReturnsWhileThereAreNoneIsConfirmedByTheNext() throws Exception {
    Halt halt = new Halt();
    OnReturnBean bean = OnReturnBean.listen(beta, message -> halt.here());
    CompletableFuture<Void> outcome = bean.send(connection, "a small one");
    halt.awaitReached();
    wire.cut();
    halt.release();
    outcome.get(20, TimeUnit.SECONDS);
    assertThat(bean.deliveries()).containsExactly(1);
  }

  @Test
  void aMessageIsDeliveredAgainThoughTheyAreLostInBetween() throws Exception {
    OnReturnBean bean =
        OnReturnBean.listen(
            beta,
            message -> {
              if (message.deliveryCount() < 3) {
                loseSockets();
                throw new IllegalStateException("by the test");
              }
            });
    bean.send(connection, "a small one").get(20, TimeUnit.SECONDS);
    assertThat(bean.deliveries()).containsExactly(1, 2, 3);
  }

  @Test
  void theSenderIsToldThatTheBeanFailsThoughTheyAreLostEachTime() throws Exception {
    OnReturnBean bean =
        OnReturnBean.listen(
            beta,
            message -> {
              loseSockets();
              throw new IllegalStateException("by the test");
            });
    assertThatThrownBy(() -> bean.send(connection, "a small one").get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ListenerFailedException.class);
    assertThat(bean.deliveries()).containsExactly(1, 2, 3);
  }
}
