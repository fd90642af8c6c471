package io.teleport.adapter.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.TeleportException;
import io.teleport.adapter.TestServer;
import io.teleport.adapter.ra.TeleportResourceAdapter;
import io.teleport.term.Atom;
import io.teleport.term.Pid;
import io.teleport.term.TermConversionException;
import io.teleport.term.Terms;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the container's pool does with managed connections, and what applications see of it. */
class ManagedConnectionTest {

  private static final Duration SECONDS = Duration.ofSeconds(10);

  private final List<Object> closedHandles = new ArrayList<>();
  private TestServer server;
  private ManagedConnection managed;

  @BeforeEach
  void start() throws ResourceException {
    server = new TestServer("a").start();
    managed = server.managedFactory().createManagedConnection(null, null);
    managed.addConnectionEventListener(
        new ConnectionEventListener() {
          @Override
          public void connectionClosed(ConnectionEvent event) {
            closedHandles.add(event.getConnectionHandle());
          }

          @Override
          public void localTransactionStarted(ConnectionEvent event) {}

          @Override
          public void localTransactionCommitted(ConnectionEvent event) {}

          @Override
          public void localTransactionRolledback(ConnectionEvent event) {}

          @Override
          public void connectionErrorOccurred(ConnectionEvent event) {}
        });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TeleportConnection handle() throws ResourceException {
    return (TeleportConnection) managed.getConnection(null, null);
  }

  @Test
  void aHandleKnowsItsNode() throws Exception {
    assertThat(handle().node()).isEqualTo(NodeName.of("a@127.0.0.1"));
  }

  @Test
  void whoWaitsForEverGetsItsAnswer() throws Exception {
    server.answer("echo", request -> request.as(String.class));
    Duration forEver = ChronoUnit.FOREVER.getDuration();
    TeleportConnection handle = handle();
    assertThat(handle.call(server.address("echo"), "a", forEver, String.class)).isEqualTo("a");
    assertThat(
            handle
                .callAsync(server.address("echo"), "b", forEver)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS))
        .isEqualTo(Terms.of("b"));
    handle.send(Address.of(handle.self()), "c");
    assertThat(handle.receive(forEver)).isEqualTo(Terms.of("c"));
  }

  @Test
  void closingAHandleTellsTheContainerOnce() throws Exception {
    TeleportConnection handle = handle();
    handle.close();
    handle.close();
    assertThat(closedHandles).containsExactly(handle);
  }

  @Test
  void aClosedHandleSaysSo() throws Exception {
    TeleportConnection handle = handle();
    handle.close();
    assertThatThrownBy(() -> handle.send(server.address("x"), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(handle::self).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(handle::nodes).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void cleaningUpClosesHandlesWithoutTellingTheContainer() throws Exception {
    TeleportConnection handle = handle();
    managed.cleanup();
    assertThatThrownBy(handle::node).isInstanceOf(IllegalStateException.class);
    handle.close();
    assertThat(closedHandles).isEmpty();
  }

  @Test
  void aHandleThatMovesToAnotherManagedConnectionLivesOn() throws Exception {
    TeleportConnection handle = handle();
    Pid self = handle.self();
    ManagedConnection other = server.managedFactory().createManagedConnection(null, null);
    other.associateConnection(handle);
    managed.destroy();
    assertThat(handle.self()).isEqualTo(self);
    handle.send(Address.of(self), Atom.OK);
    assertThat(handle.receive(SECONDS)).isEqualTo(Atom.OK);
    other.cleanup();
    assertThatThrownBy(handle::self).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aHandleWhoseConnectionIsTakenAwayGetsAnotherWhenItIsUsed() throws Exception {
    TakingAway container = new TakingAway();
    TeleportConnectionFactory factory =
        (TeleportConnectionFactory) server.managedFactory().createConnectionFactory(container);
    try (TeleportConnection handle = factory.getConnection()) {
      Pid self = handle.self();
      container.last.dissociateConnections();
      assertThat(handle.self()).as("its pid lives on").isEqualTo(self);
      assertThat(container.associated).isEqualTo(1);
      container.last.dissociateConnections();
    }
    assertThat(container.inactiveClosed).isEqualTo(1);
  }

  /** A container that gives a handle another connection when it is used. */
  private static final class TakingAway
      implements ConnectionManager, LazyAssociatableConnectionManager {
    private static final long serialVersionUID = 1L;
    private transient TeleportManagedConnection last;
    private int associated;
    private int inactiveClosed;

    @Override
    public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
        throws ResourceException {
      last = (TeleportManagedConnection) factory.createManagedConnection(null, info);
      return last.getConnection(null, info);
    }

    @Override
    public void associateConnection(
        Object connection, ManagedConnectionFactory factory, ConnectionRequestInfo info)
        throws ResourceException {
      associated++;
      last = (TeleportManagedConnection) factory.createManagedConnection(null, info);
      last.associateConnection(connection);
    }

    @Override
    public void inactiveConnectionClosed(Object connection, ManagedConnectionFactory factory) {
      inactiveClosed++;
    }
  }

  @Test
  void aConnectionOfAnotherProductDoesNotMoveHere() {
    assertThatThrownBy(() -> managed.associateConnection("something else"))
        .isInstanceOf(ResourceException.class);
  }

  @Test
  void eachHandleHasAPidOfItsOwn() throws Exception {
    assertThat(handle().self()).isNotEqualTo(handle().self());
  }

  @Test
  void aTimeoutThatIsNotPositiveIsRefused() throws Exception {
    TeleportConnection handle = handle();
    assertThatThrownBy(() -> handle.call(server.address("x"), 1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aValueThatNoTermStandsForIsRefused() throws Exception {
    TeleportConnection handle = handle();
    assertThatThrownBy(() -> handle.send(server.address("x"), new Thread()))
        .isInstanceOf(TermConversionException.class);
  }

  @Test
  void thePoolMayHandOutAnyConnectionOfTheSameFactory() throws Exception {
    TeleportManagedConnectionFactory factory = server.managedFactory();
    assertThat(factory.matchManagedConnections(Set.of("x", managed), null, null)).isSameAs(managed);
    assertThat(
            new TeleportManagedConnectionFactory()
                .matchManagedConnections(Set.of(managed), null, null))
        .isNull();
  }

  @Test
  void factoriesOfOneAdapterAreEqual() throws Exception {
    TeleportManagedConnectionFactory other = new TeleportManagedConnectionFactory();
    other.setResourceAdapter(server.adapter());
    assertThat(other)
        .isEqualTo(server.managedFactory())
        .hasSameHashCodeAs(server.managedFactory())
        .isNotEqualTo(new TeleportManagedConnectionFactory());
  }

  @Test
  void aFactoryKeepsItsAdapter() throws Exception {
    assertThatThrownBy(
            () -> {
              TeleportResourceAdapter other = new TeleportResourceAdapter();
              other.setPort("1");
              server.managedFactory().setResourceAdapter(other);
            })
        .isInstanceOf(ResourceAdapterInternalException.class);
  }

  @Test
  void aFactoryWithoutAnAdapterSaysSo() {
    ConnectionFactoryHandle factory =
        (ConnectionFactoryHandle) new TeleportManagedConnectionFactory().createConnectionFactory();
    assertThatThrownBy(factory::getConnection)
        .isInstanceOf(TeleportException.class)
        .hasMessageContaining("no resource adapter");
  }

  @Test
  void aConnectionTakesNoPartInDistributedTransactions() {
    assertThatThrownBy(managed::getXAResource).isInstanceOf(NotSupportedException.class);
  }

  @Test
  void theContainerCanShowWhatItIsConnectedTo() throws Exception {
    assertThat(managed.getMetaData().getEISProductName()).contains("a@127.0.0.1");
    assertThat(managed.getMetaData().getMaxConnections()).isZero();
  }

  @Test
  void pingAnswersWhetherANodeIsThere() throws Exception {
    TeleportConnection handle = handle();
    assertThat(handle.ping(NodeName.of("a@127.0.0.1"))).isTrue();
    assertThat(handle.nodes()).isEmpty();
  }
}
