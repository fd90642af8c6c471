package io.teleport.liberty.arquillian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teleport.Address;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.Teleport;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.TransactionRolledBackException;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is sent in a transaction of the server leaves with it, or never. */
@ExtendWith(ArquillianExtension.class)
class TransactionIT {

  private static final NodeName ALPHA = NodeName.of("alpha@127.0.0.1");
  private static final Address RECORDER = Address.of("recorder", ALPHA);
  private static final Address FALTERING = Address.of("faltering", ALPHA);

  @Inject private TeleportConnectionFactory factory;

  @Inject private Teleport teleport;

  @Resource(lookup = "java:comp/UserTransaction")
  private UserTransaction transaction;

  @Deployment(name = "transactions")
  @TargetsContainer("alpha")
  static WebArchive application() {
    return TestApplication.named("transactions.war").addClass(TransactionIT.class);
  }

  @BeforeEach
  void nothingReceivedYet() {
    Recorder.RECEIVED.clear();
    Faltering.DONE.clear();
  }

  private static String next() throws InterruptedException {
    return Recorder.RECEIVED.poll(20, TimeUnit.SECONDS);
  }

  /** What is confirmed outside of the transaction comes after all that has left before. */
  private void assertNothingElseCame() throws Exception {
    try (TeleportConnection connection = factory.getConnection()) {
      connection.sendAsync(RECORDER, "the end").toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
    assertEquals("the end", next());
    assertNull(Recorder.RECEIVED.poll(200, TimeUnit.MILLISECONDS));
  }

  @Test
  void aCommitSendsAlsoWhatClosedConnectionsHaveSent() throws Exception {
    transaction.begin();
    try (TeleportConnection connection = factory.getConnection()) {
      connection.send(RECORDER, "a");
    }
    teleport.send(RECORDER.toString(), "b");
    assertNull(Recorder.RECEIVED.poll(200, TimeUnit.MILLISECONDS));
    transaction.commit();
    assertEquals(Set.of("a", "b"), new TreeSet<>(List.of(next(), next())));
    assertNothingElseCame();
  }

  @Test
  void aRollbackSendsNothing() throws Exception {
    CompletableFuture<Void> stage;
    transaction.begin();
    try (TeleportConnection connection = factory.getConnection()) {
      connection.send(RECORDER, "a");
      stage = connection.sendAsync(RECORDER, "b").toCompletableFuture();
    }
    transaction.rollback();
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> stage.get(20, TimeUnit.SECONDS));
    assertTrue(failure.getCause() instanceof TransactionRolledBackException, failure::toString);
    assertNothingElseCame();
  }

  @Test
  void aTransactionThatIsMarkedForRollbackSendsNothing() throws Exception {
    transaction.begin();
    teleport.send(RECORDER.toString(), "a");
    transaction.setRollbackOnly();
    assertThrows(RollbackException.class, transaction::commit);
    assertNothingElseCame();
  }

  @Test
  void withoutATransactionASendLeavesAtOnce() throws Exception {
    teleport.send(RECORDER.toString(), "a");
    assertEquals("a", next());
  }

  @Test
  void aCallInATransactionIsAnsweredInIt() throws Exception {
    transaction.begin();
    assertEquals(
        "hello world, from alpha@127.0.0.1",
        teleport.call("greeter@alpha@127.0.0.1", "world", Duration.ofSeconds(20), String.class));
    transaction.rollback();
  }

  @Test
  void aNodeThatCannotBeReachedIsToldInTheTransaction() throws Exception {
    transaction.begin();
    teleport.send(RECORDER.toString(), "a");
    assertThrows(NodeDownException.class, () -> teleport.send("recorder@nobody@127.0.0.1", "b"));
    transaction.rollback();
    assertNothingElseCame();
  }

  @Test
  void aConnectionFromBeforeTheTransactionTakesPartInIt() throws Exception {
    try (TeleportConnection connection = factory.getConnection()) {
      connection.send(RECORDER, "before");
      assertEquals("before", next());
      transaction.begin();
      connection.send(RECORDER, "within");
      transaction.rollback();
      assertNothingElseCame();
    }
  }

  @Test
  void whatABeanSendsThatReturnsLeaves() throws Exception {
    teleport.send(FALTERING.toString(), "all right");
    assertEquals("all right", next());
    assertNothingElseCame();
  }

  @Test
  void whatABeanSendsThatThrowsNeverLeaves() throws Exception {
    teleport.send(FALTERING.toString(), "throw something");
    assertEquals("throw something", Faltering.DONE.poll(20, TimeUnit.SECONDS));
    assertNothingElseCame();
  }

  @Test
  void whatABeanSendsThatRollsBackNeverLeaves() throws Exception {
    teleport.send(FALTERING.toString(), "roll back, please");
    assertEquals("roll back, please", Faltering.DONE.poll(20, TimeUnit.SECONDS));
    assertNothingElseCame();
    assertFalse(Faltering.DONE.contains("all right"));
  }
}
