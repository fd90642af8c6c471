package io.teleport.adapter.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.NoSuchNameException;
import io.teleport.TeleportConnection;
import io.teleport.TeleportException;
import io.teleport.adapter.Eventually;
import io.teleport.adapter.TestBootstrapContext;
import io.teleport.adapter.TestEndpointFactory;
import io.teleport.adapter.TestServer;
import io.teleport.adapter.TestWorkManager;
import io.teleport.adapter.inbound.TeleportActivationSpec;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Start, stop, and endpoints that come and go at any time. */
class LifecycleTest {

  private static final Duration SECONDS = Duration.ofSeconds(10);

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aStartedAdapterListensAndAStoppedOneDoesNot() throws Exception {
    try (TestServer server = new TestServer("a").start()) {
      assertThat(listens(server.port())).isTrue();
      server.adapter().stop();
      assertThat(listens(server.port())).isFalse();
    }
  }

  @Test
  void anAdapterThatRunsIsNotStartedAgain() throws Exception {
    try (TestServer server = new TestServer("a").start()) {
      assertThatThrownBy(server::start)
          .isInstanceOf(ResourceAdapterInternalException.class)
          .hasMessageContaining("runs already");
    }
  }

  @Test
  void stoppingTwiceIsHarmless() throws Exception {
    try (TestServer server = new TestServer("a").start()) {
      server.adapter().stop();
      assertThatCode(server.adapter()::stop).doesNotThrowAnyException();
    }
  }

  @Test
  void aWrongSettingRefusesTheDeployment() {
    try (TestServer server = new TestServer("a")) {
      server.adapter().setSendTimeout("5 apples");
      assertThatThrownBy(server::start)
          .isInstanceOf(ResourceAdapterInternalException.class)
          .hasMessageContaining("'sendTimeout'")
          .hasMessageContaining("'5 apples'")
          .hasMessageContaining("500ms");
    }
  }

  @Test
  void aPortThatIsTakenRefusesTheDeploymentByName() throws Exception {
    try (TestServer first = new TestServer("a").start();
        TestServer second = new TestServer("b")) {
      second.adapter().setPort(Integer.toString(first.port()));
      assertThatThrownBy(second::start)
          .isInstanceOf(ResourceAdapterInternalException.class)
          .hasMessageContaining("'port'")
          .hasMessageContaining(Integer.toString(first.port()));
    }
  }

  @Test
  void aContainerWithoutThreadsRefusesTheDeployment() {
    try (TestServer server = new TestServer("a")) {
      server.works().reject(true);
      assertThatThrownBy(server::start)
          .isInstanceOf(ResourceAdapterInternalException.class)
          .hasMessageContaining("no threads");
      assertThat(listens(server.port())).isFalse();
    }
  }

  /** Returns the context of a container that fails when it is asked for its transactions. */
  private static BootstrapContext withoutTransactions(TestServer server) {
    BootstrapContext whole = new TestBootstrapContext(server.works());
    return (BootstrapContext)
        Proxy.newProxyInstance(
            LifecycleTest.class.getClassLoader(),
            new Class<?>[] {BootstrapContext.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getTransactionSynchronizationRegistry")) {
                throw new IllegalStateException("a test");
              }
              return method.invoke(whole, arguments);
            });
  }

  @Test
  void aStartThatFailsLeavesNoNodeBehind() {
    try (TestServer server = new TestServer("a")) {
      assertThatThrownBy(() -> server.adapter().start(withoutTransactions(server)))
          .isInstanceOf(IllegalStateException.class);
      assertThat(listens(server.port())).isFalse();
    }
  }

  @Test
  void aContainerThatFailsToReleaseEndpointsLosesNoMessageAndStops() throws Exception {
    try (TestServer server = new TestServer("a").start()) {
      AtomicInteger deliveries = new AtomicInteger();
      TeleportActivationSpec spec = TestServer.spec("orders", 1);
      spec.setAcknowledge("on-return");
      spec.setRedeliveryDelay("0ms");
      server.activate(
          TestEndpointFactory.of(
                  message -> {
                    if (deliveries.incrementAndGet() == 1) {
                      throw new IllegalStateException("a test");
                    }
                  })
              .failOnRelease(),
          spec);
      try (TeleportConnection connection = server.connect()) {
        connection
            .sendAsync(server.address("orders"), "a")
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
      }
      assertThat(deliveries).hasValue(2);
      server.adapter().stop();
      assertThat(listens(server.port())).isFalse();
    }
  }

  @Test
  void aRestartUsesTheNewWorkManager() throws Exception {
    try (TestServer server = new TestServer("a").start();
        TestWorkManager second = new TestWorkManager()) {
      server.answer("echo", request -> request.as(String.class));
      server.adapter().stop();
      Eventually.holds("no Work is left", () -> server.works().unfinished() == 0);
      server.works().reject(true);
      server.adapter().start(new TestBootstrapContext(second));
      try (TeleportConnection connection = server.connect()) {
        assertThat(connection.call(server.address("echo"), "hi", SECONDS, String.class))
            .isEqualTo("hi");
      }
      server.adapter().stop();
    }
  }

  @Test
  void anEndpointThatIsActivatedBeforeTheStartReceivesAfterwards() throws Exception {
    try (TestServer server = new TestServer("a")) {
      server.answer("echo", request -> Atom.OK);
      server.start();
      try (TeleportConnection connection = server.connect()) {
        assertThat(connection.call(server.address("echo"), 1, SECONDS)).isEqualTo(Atom.OK);
      }
    }
  }

  @Test
  void anEndpointThatIsActivatedTwiceReceivesOnce() throws Exception {
    try (TestServer server = new TestServer("a").start()) {
      AtomicInteger received = new AtomicInteger();
      TestEndpointFactory factory =
          TestEndpointFactory.answering(request -> received.incrementAndGet());
      TeleportActivationSpec spec = TestServer.spec("count", 1);
      server.activate(factory, spec);
      server.adapter().endpointActivation(factory, spec);
      try (TeleportConnection connection = server.connect()) {
        connection.call(server.address("count"), 1, SECONDS);
      }
      assertThat(received).hasValue(1);
    }
  }

  @Test
  void aNameThatAnotherListenerHasIsRefusedByName() throws Exception {
    try (TestServer server = new TestServer("a").start()) {
      server.listen("orders", message -> {});
      assertThatThrownBy(() -> server.listen("orders", message -> {}))
          .isInstanceOf(ResourceException.class)
          .hasMessageContaining("'name'")
          .hasMessageContaining("'orders'");
    }
  }

  @Test
  void theNameOfADeactivatedEndpointIsFreeAgain() throws Exception {
    try (TestServer server = new TestServer("a").start()) {
      TeleportActivationSpec spec = TestServer.spec("orders", 1);
      TestEndpointFactory factory = server.activate(TestEndpointFactory.of(message -> {}), spec);
      server.deactivate(factory, spec);
      try (TeleportConnection connection = server.connect()) {
        assertThatThrownBy(() -> connection.call(server.address("orders"), 1, SECONDS))
            .isInstanceOf(NoSuchNameException.class);
        server.answer("orders", request -> Atom.OK);
        assertThat(connection.call(server.address("orders"), 1, SECONDS)).isEqualTo(Atom.OK);
      }
    }
  }

  @Test
  void deactivatingWhatWasNeverActivatedIsHarmless() throws Exception {
    try (TestServer server = new TestServer("a").start()) {
      assertThatCode(
              () ->
                  server.deactivate(
                      TestEndpointFactory.of(message -> {}), TestServer.spec("orders", 1)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void anActivationWithoutANameIsRefused() throws Exception {
    try (TestServer server = new TestServer("a").start()) {
      assertThatThrownBy(
              () ->
                  server.activate(
                      TestEndpointFactory.of(message -> {}), new TeleportActivationSpec()))
          .isInstanceOf(InvalidPropertyException.class)
          .hasMessageContaining("'name'");
    }
  }

  @Test
  void anActivationOfAnotherProductIsRefused() {
    ActivationSpec other =
        new ActivationSpec() {
          @Override
          public void validate() {}

          @Override
          public ResourceAdapter getResourceAdapter() {
            return null;
          }

          @Override
          public void setResourceAdapter(ResourceAdapter adapter) {}
        };
    assertThatThrownBy(
            () ->
                new TeleportResourceAdapter()
                    .endpointActivation(TestEndpointFactory.of(message -> {}), other))
        .isInstanceOf(NotSupportedException.class);
  }

  @Test
  void withoutARunningNodeThereIsNoConnection() throws Exception {
    try (TestServer server = new TestServer("a").start()) {
      TeleportConnection connection = server.connect();
      server.adapter().stop();
      assertThatThrownBy(() -> connection.send(server.address("x"), 1))
          .isInstanceOf(TeleportException.class)
          .hasMessageContaining("not running");
      assertThatThrownBy(server::connect)
          .isInstanceOf(TeleportException.class)
          .hasMessageContaining("not running");
    }
  }

  @Test
  void tenStartsAndStopsLeaveNoThreadAndNoWorkBehind() throws Exception {
    Set<Thread> before = threads();
    try (TestServer server = new TestServer("a")) {
      server.answer("echo", request -> request.payload());
      for (int i = 0; i < 10; i++) {
        server.start();
        try (TeleportConnection connection = server.connect()) {
          Binary large = Binary.wrap(new byte[3_000_000]);
          assertThat(connection.call(server.address("echo"), large, SECONDS)).isEqualTo(large);
        }
        var memory = server.adapter().node().memory();
        server.adapter().stop();
        assertThat(memory.chunksCommitted()).as("chunks in round %d", i).isZero();
        Eventually.holds("no Work is left", () -> server.works().unfinished() == 0);
      }
    }
    // A pool has ended a moment before its last thread has.
    Eventually.holds("no thread is left", () -> before.containsAll(threads()));
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon() || thread.getName().contains("teleport"))
        .collect(Collectors.toSet());
  }

  @Test
  void twoAdaptersWithTheSameSettingsAreEqual() {
    TeleportResourceAdapter one = new TeleportResourceAdapter();
    TeleportResourceAdapter other = new TeleportResourceAdapter();
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    other.setPort("7421");
    assertThat(one).isNotEqualTo(other);
  }
}
