package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.DeadLetter;
import io.teleport.NodeDown;
import io.teleport.NodeEvent;
import io.teleport.NodeUp;
import io.teleport.NodeWatch;
import io.teleport.TeleportConnection;
import io.teleport.TeleportNodeListener;
import io.teleport.adapter.Eventually;
import io.teleport.adapter.TestEndpointFactory;
import io.teleport.adapter.TestServer;
import jakarta.resource.ResourceException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What beans and other listeners of a server learn of nodes and of dead letters. */
@Timeout(60)
class NodeActivationTest {

  /** Keeps what it is told. */
  private static final class Listener implements TeleportNodeListener {
    final List<NodeEvent> events = new CopyOnWriteArrayList<>();
    volatile boolean throwing;

    @Override
    public void nodeUp(NodeUp event) {
      take(event);
    }

    @Override
    public void nodeDown(NodeDown event) {
      take(event);
    }

    private void take(NodeEvent event) {
      events.add(event);
      if (throwing) {
        throw new IllegalStateException("told to throw");
      }
    }

    void await(int count) {
      Eventually.holds(count + " events", () -> events.size() == count);
    }
  }

  private final Listener listener = new Listener();
  private TestServer alpha;
  private TestServer beta;

  @BeforeEach
  void start() throws ResourceException {
    List<TestServer> both = TestServer.startTwo();
    alpha = both.get(0);
    beta = both.get(1);
  }

  @AfterEach
  void stop() {
    alpha.close();
    beta.close();
  }

  private void prime() {
    try (TeleportConnection connection = alpha.connect()) {
      connection.prime(List.of(beta.adapter().node().name()));
    }
  }

  @Test
  void aBeanLearnsThatANodeHasComeAndGone() throws Exception {
    TestEndpointFactory bean =
        alpha.activate(TestEndpointFactory.watching(listener), new TeleportNodeActivationSpec());
    prime();
    listener.await(1);
    beta.adapter().stop();
    listener.await(2);
    assertThat(listener.events.get(0)).isInstanceOf(NodeUp.class);
    assertThat(listener.events.get(1)).isInstanceOf(NodeDown.class);
    assertThat(bean.created()).isEqualTo(2);
    beta.start();
  }

  @Test
  void aBeanThatIsActivatedLaterLearnsWhatIsUp() throws Exception {
    prime();
    alpha.activate(TestEndpointFactory.watching(listener), new TeleportNodeActivationSpec());
    listener.await(1);
  }

  @Test
  void aBeanWhoseApplicationIsStillStartingGetsTheEventWhenItHasStarted() throws Exception {
    alpha.activate(
        TestEndpointFactory.watching(listener).refuse(3), new TeleportNodeActivationSpec());
    prime();
    listener.await(1);
  }

  @Test
  void aBeanThatThrowsGetsTheNextEvent() throws Exception {
    listener.throwing = true;
    alpha.activate(TestEndpointFactory.watching(listener), new TeleportNodeActivationSpec());
    prime();
    listener.await(1);
    beta.adapter().stop();
    listener.await(2);
    beta.start();
  }

  @Test
  void aBeanThatIsDeactivatedGetsNothingMore() throws Exception {
    TeleportNodeActivationSpec spec = new TeleportNodeActivationSpec();
    TestEndpointFactory bean = alpha.activate(TestEndpointFactory.watching(listener), spec);
    Listener other = new Listener();
    alpha.activate(TestEndpointFactory.watching(other), new TeleportNodeActivationSpec());
    prime();
    listener.await(1);
    alpha.deactivate(bean, spec);
    beta.adapter().stop();
    other.await(2);
    assertThat(listener.events).hasSize(1);
    beta.start();
  }

  @Test
  void aWatchLivesOnWhenTheAdapterIsStartedAgain() throws Exception {
    try (NodeWatch watch = alpha.factory().watchNodes(listener)) {
      assertThat(watch).isNotNull();
      prime();
      listener.await(1);
      alpha.adapter().stop();
      listener.await(2);
      alpha.start();
      prime();
      listener.await(3);
    }
    beta.adapter().stop();
    Eventually.holds("alpha has noticed", () -> alpha.adapter().node().nodes().isEmpty());
    assertThat(listener.events).hasSize(3);
    beta.start();
  }

  @Test
  void aBeanReceivesTheDeadLettersOfItsNode() throws Exception {
    BlockingQueue<DeadLetter> letters = new LinkedBlockingQueue<>();
    alpha.listen(DeadLetter.LISTENER, message -> letters.add(message.as(DeadLetter.class)));
    try (TeleportConnection connection = alpha.connect()) {
      connection.send(beta.address("nobody"), "x");
    }
    DeadLetter letter = letters.poll(20, TimeUnit.SECONDS);
    assertThat(letter.destination()).isEqualTo(beta.address("nobody").toString());
    assertThat(letter.payload()).isPresent();
  }
}
