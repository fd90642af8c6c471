package io.teleport.liberty.arquillian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teleport.Address;
import io.teleport.DeadLetter;
import io.teleport.ListenerFailedException;
import io.teleport.NodeName;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages to a bean that acknowledges when its transaction was committed. */
@ExtendWith(ArquillianExtension.class)
class AcknowledgementIT {

  private static final NodeName ALPHA = NodeName.of("alpha@127.0.0.1");
  private static final NodeName BETA = NodeName.of("beta@127.0.0.1");

  @Inject private TeleportConnectionFactory factory;

  @Deployment(name = "ledger", order = 1)
  @TargetsContainer("alpha")
  static WebArchive application() {
    return TestApplication.of("ledger.war", Ledger.class, Recorder.class, DeadLetterBean.class)
        .addClass(AcknowledgementIT.class);
  }

  @Deployment(name = "distant ledger", order = 2, testable = false)
  @TargetsContainer("beta")
  static WebArchive distantApplication() {
    return TestApplication.of("ledger.war", Ledger.class);
  }

  private void send(String entry, String failure, int times) throws Exception {
    send(ALPHA, entry, failure, times);
  }

  private void send(NodeName to, String entry, String failure, int times) throws Exception {
    CompletionStage<Void> outcome;
    try (TeleportConnection connection = factory.getConnection()) {
      outcome = connection.sendAsync(Address.of("ledger", to), Terms.tuple(entry, failure, times));
    }
    outcome.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /**
   * Returns how often the ledger has sent an entry on; waits for the first time if there is one.
   */
  private long recorded(String entry, boolean expected) throws Exception {
    long begun = System.nanoTime();
    while (expected && !Recorder.RECEIVED.contains(entry)) {
      assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(20), entry);
      LockSupport.parkNanos(10_000_000);
    }
    try (TeleportConnection connection = factory.getConnection()) {
      connection.syncNotify(Address.of("recorder", ALPHA), "the end", Duration.ofSeconds(20));
    }
    return Collections.frequency(Recorder.RECEIVED, entry);
  }

  /** Takes the one dead letter of an entry. */
  private static DeadLetter letter(String entry) throws InterruptedException {
    DeadLetter letter;
    do {
      letter = DeadLetterBean.LETTERS.poll(20, TimeUnit.SECONDS);
      assertNotNull(letter, entry);
    } while (!isAbout(entry, letter));
    DeadLetter next = DeadLetterBean.LETTERS.poll(200, TimeUnit.MILLISECONDS);
    assertTrue(next == null || !isAbout(entry, next), () -> "another letter about " + entry);
    return letter;
  }

  private static boolean isAbout(String entry, DeadLetter letter) {
    return letter
        .payload()
        .filter(payload -> Terms.as(((Tuple) payload).get(0), String.class).equals(entry))
        .isPresent();
  }

  private static List<String> deliveries(String entry) {
    return Ledger.DELIVERIES.stream().filter(each -> each.startsWith(entry)).toList();
  }

  @Test
  @OperateOnDeployment("ledger")
  void aSenderIsToldWhenTheTransactionWasCommitted() throws Exception {
    send("rent", "throw", 0);
    assertEquals(List.of("rent 1"), deliveries("rent"));
  }

  @Test
  @OperateOnDeployment("ledger")
  void aMessageWhoseTransactionIsRolledBackTwiceIsDeliveredThreeTimes() throws Exception {
    send("wages", "rollback", 2);
    assertEquals(List.of("wages 1", "wages 2", "wages 3"), deliveries("wages"));
  }

  @Test
  @OperateOnDeployment("ledger")
  void aMessageOnWhichTheBeanThrowsTwiceIsDeliveredThreeTimes() throws Exception {
    send("taxes", "throw", 2);
    assertEquals(List.of("taxes 1", "taxes 2", "taxes 3"), deliveries("taxes"));
  }

  @Test
  @OperateOnDeployment("ledger")
  void theSenderOfAMessageThatIsRolledBackEveryTimeIsTold() {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> send("bribes", "rollback", 100));
    assertInstanceOf(ListenerFailedException.class, failure.getCause());
    // Open Liberty itself says nothing of a bean that has called setRollbackOnly.
    assertTrue(
        failure.getMessage().contains("the transaction of the listener was rolled back"),
        failure::getMessage);
    assertTrue(failure.getMessage().contains("after 4 deliveries"), failure::getMessage);
    assertEquals(4, deliveries("bribes").size());
  }

  @Test
  @OperateOnDeployment("ledger")
  void theSenderOfAMessageThatTheBeanThrowsOnEveryTimeIsTold() {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> send("gifts", "throw", 100));
    assertInstanceOf(ListenerFailedException.class, failure.getCause());
    assertTrue(failure.getMessage().contains("the books are closed"), failure::getMessage);
    assertEquals(4, deliveries("gifts").size());
  }

  @Test
  @OperateOnDeployment("ledger")
  void onlyTheTransactionThatIsCommittedAfterRedeliveriesSends() throws Exception {
    send("alms", "rollback", 2);
    send("tithes", "throw", 2);
    assertEquals(1, recorded("alms", true));
    assertEquals(1, recorded("tithes", true));
  }

  @Test
  @OperateOnDeployment("ledger")
  void whatIsRolledBackOnAnotherNodeEveryTimeIsOneDeadLetterOfTheSender() throws Exception {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> send(BETA, "ransom", "rollback", 100));
    assertInstanceOf(ListenerFailedException.class, failure.getCause());
    DeadLetter letter = letter("ransom");
    assertEquals(Address.of("ledger", BETA).toString(), letter.destination());
    assertEquals(DeadLetter.Side.SENDER, letter.side());
    assertTrue(letter.reason().contains("rolled back"), letter::reason);
    assertTrue(letter.reason().contains("after 4 deliveries"), letter::reason);
    assertEquals(0, recorded("ransom", false));
  }

  @Test
  @OperateOnDeployment("ledger")
  void whatABeanOfAnotherNodeThrowsOnEveryTimeIsOneDeadLetterOfTheSender() throws Exception {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> send(BETA, "loot", "throw", 100));
    assertInstanceOf(ListenerFailedException.class, failure.getCause());
    DeadLetter letter = letter("loot");
    assertEquals(Address.of("ledger", BETA).toString(), letter.destination());
    assertEquals(DeadLetter.Side.SENDER, letter.side());
    assertTrue(letter.reason().contains("the books are closed"), letter::reason);
    assertEquals(0, recorded("loot", false));
  }
}
