package io.teleport.liberty.arquillian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teleport.Address;
import io.teleport.ListenerFailedException;
import io.teleport.NoSuchNameException;
import io.teleport.NodeName;
import io.teleport.Teleport;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.term.Atom;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an application can do on one node: inject, and reach its own listeners. */
@ExtendWith(ArquillianExtension.class)
class OneNodeIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final NodeName ALPHA = NodeName.of("alpha@127.0.0.1");

  @Inject private TeleportConnectionFactory factory;

  @Inject private Teleport teleport;

  @Resource(lookup = "eis/teleport")
  private TeleportConnectionFactory lookedUp;

  @Deployment(name = "one")
  @TargetsContainer("alpha")
  static WebArchive application() {
    return TestApplication.named("one.war").addClass(OneNodeIT.class);
  }

  @Test
  void theInjectedFactoryGivesConnectionsToTheNode() {
    try (TeleportConnection connection = factory.getConnection()) {
      assertEquals(ALPHA, connection.node());
    }
  }

  @Test
  void theFactoryFromJndiGivesConnectionsToTheSameNode() {
    try (TeleportConnection connection = lookedUp.getConnection()) {
      assertEquals(ALPHA, connection.node());
    }
  }

  @Test
  void aCallReachesAMessageDrivenBeanAndItsReturnValueIsTheAnswer() {
    assertEquals(
        "hello world, from alpha@127.0.0.1",
        teleport.call("greeter@alpha@127.0.0.1", "world", TIMEOUT, String.class));
  }

  @Test
  void aMessageSentToAConnectionsPidIsReceivedThere() {
    try (TeleportConnection connection = factory.getConnection()) {
      connection.send(
          Address.of("forwarder", ALPHA), Tuple.of(connection.self(), Atom.of("arrived")));
      Term received = connection.receive(TIMEOUT);
      assertEquals(Atom.of("arrived"), received);
    }
  }

  @Test
  void aCallToANameThatNobodyRegisteredFailsAtOnce() {
    assertThrows(
        NoSuchNameException.class, () -> teleport.call("nobody@alpha@127.0.0.1", "world", TIMEOUT));
  }

  @Test
  void anExceptionOfTheBeanReachesTheCallerAsSuch() {
    ListenerFailedException failure =
        assertThrows(
            ListenerFailedException.class,
            () -> teleport.call("greeter@alpha@127.0.0.1", "", TIMEOUT));
    assertTrue(failure.getMessage().contains("greeter"), failure::getMessage);
  }
}
