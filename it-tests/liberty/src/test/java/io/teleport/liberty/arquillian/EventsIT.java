package io.teleport.liberty.arquillian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teleport.Address;
import io.teleport.DeadLetter;
import io.teleport.NodeName;
import io.teleport.Teleport;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.term.Binary;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import jdk.jfr.FlightRecorder;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an application learns of other nodes and of messages that do not arrive. */
@ExtendWith(ArquillianExtension.class)
class EventsIT {

  private static final NodeName BETA = NodeName.of("beta@127.0.0.1");

  @Inject private TeleportConnectionFactory factory;

  @Inject private Teleport teleport;

  @Deployment(name = "events")
  @TargetsContainer("alpha")
  static WebArchive application() {
    return TestApplication.watching("events.war").addClass(EventsIT.class);
  }

  @Test
  void aBeanAndAnObserverLearnThatANodeIsUp() throws Exception {
    try (TeleportConnection connection = factory.getConnection()) {
      connection.prime(List.of(BETA));
    }
    assertEquals("up beta@127.0.0.1", NodeWatcher.SEEN.poll(20, TimeUnit.SECONDS));
    assertEquals("up beta@127.0.0.1", NodeObserver.SEEN.poll(20, TimeUnit.SECONDS));
    assertEquals("up beta@127.0.0.1", Recorder.RECEIVED.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void aBeanReceivesDeadLetters() throws Exception {
    teleport.send("nobody@beta@127.0.0.1", "is there anybody?");
    DeadLetter letter = DeadLetterBean.LETTERS.poll(20, TimeUnit.SECONDS);
    assertEquals(Address.of("nobody", BETA).toString(), letter.destination());
    assertEquals(Optional.of(Binary.utf8("is there anybody?")), letter.payload());
    assertTrue(letter.reason().contains("nothing is registered"), letter::reason);
    assertTrue(
        FlightRecorder.getFlightRecorder().getEventTypes().stream()
            .anyMatch(type -> type.getName().equals("io.teleport.DeadLetter")),
        "the flight recorder knows dead letters");
  }
}
