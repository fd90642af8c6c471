package io.teleport.liberty.arquillian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teleport.Address;
import io.teleport.ListenerFailedException;
import io.teleport.NodeName;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.term.Terms;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages to a bean that acknowledges when its transaction was committed. */
@ExtendWith(ArquillianExtension.class)
class AcknowledgementIT {

  private static final NodeName ALPHA = NodeName.of("alpha@127.0.0.1");

  @Inject private TeleportConnectionFactory factory;

  @Deployment(name = "ledger")
  @TargetsContainer("alpha")
  static WebArchive application() {
    return TestApplication.of("ledger.war", Ledger.class).addClass(AcknowledgementIT.class);
  }

  private void send(String entry, String failure, int times) throws Exception {
    CompletionStage<Void> outcome;
    try (TeleportConnection connection = factory.getConnection()) {
      outcome =
          connection.sendAsync(Address.of("ledger", ALPHA), Terms.tuple(entry, failure, times));
    }
    outcome.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static List<String> deliveries(String entry) {
    return Ledger.DELIVERIES.stream().filter(each -> each.startsWith(entry)).toList();
  }

  @Test
  void aSenderIsToldWhenTheTransactionWasCommitted() throws Exception {
    send("rent", "throw", 0);
    assertEquals(List.of("rent 1"), deliveries("rent"));
  }

  @Test
  void aMessageWhoseTransactionIsRolledBackTwiceIsDeliveredThreeTimes() throws Exception {
    send("wages", "rollback", 2);
    assertEquals(List.of("wages 1", "wages 2", "wages 3"), deliveries("wages"));
  }

  @Test
  void aMessageOnWhichTheBeanThrowsTwiceIsDeliveredThreeTimes() throws Exception {
    send("taxes", "throw", 2);
    assertEquals(List.of("taxes 1", "taxes 2", "taxes 3"), deliveries("taxes"));
  }

  @Test
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
  void theSenderOfAMessageThatTheBeanThrowsOnEveryTimeIsTold() {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> send("gifts", "throw", 100));
    assertInstanceOf(ListenerFailedException.class, failure.getCause());
    assertTrue(failure.getMessage().contains("the books are closed"), failure::getMessage);
    assertEquals(4, deliveries("gifts").size());
  }
}
