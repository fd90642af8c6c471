package io.teleport.liberty.arquillian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teleport.Address;
import io.teleport.NoSuchNameException;
import io.teleport.NodeName;
import io.teleport.Teleport;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.term.Binary;
import io.teleport.term.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same application on two nodes. Each test runs inside the one that its annotation names. */
@ExtendWith(ArquillianExtension.class)
class TwoNodesIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final NodeName ALPHA = NodeName.of("alpha@127.0.0.1");
  private static final NodeName BETA = NodeName.of("beta@127.0.0.1");
  private static final int TEN_MIB = 10 << 20;

  @Inject private TeleportConnectionFactory factory;

  @Inject private Teleport teleport;

  @Deployment(name = "alpha")
  @TargetsContainer("alpha")
  static WebArchive onAlpha() {
    return TestApplication.named("two.war").addClass(TwoNodesIT.class);
  }

  @Deployment(name = "beta")
  @TargetsContainer("beta")
  static WebArchive onBeta() {
    return TestApplication.named("two.war").addClass(TwoNodesIT.class);
  }

  @Test
  @OperateOnDeployment("alpha")
  void alphaCallsABeanOnBeta() {
    assertEquals(
        "hello world, from beta@127.0.0.1",
        teleport.call("greeter@beta@127.0.0.1", "world", TIMEOUT, String.class));
  }

  @Test
  @OperateOnDeployment("beta")
  void betaCallsABeanOnAlpha() {
    assertEquals(
        "hello world, from alpha@127.0.0.1",
        teleport.call("greeter@alpha@127.0.0.1", "world", TIMEOUT, String.class));
  }

  @Test
  @OperateOnDeployment("alpha")
  void tenMebibytesGoToBetaAndComeBackToThePidThatSentThem() {
    byte[] bytes = new byte[TEN_MIB];
    new Random(1).nextBytes(bytes);
    Binary body = Binary.wrap(bytes);
    try (TeleportConnection connection = factory.getConnection()) {
      connection.send(Address.of("forwarder", BETA), Tuple.of(connection.self(), body));
      assertEquals(body, connection.receive(TIMEOUT));
    }
  }

  @Test
  @OperateOnDeployment("alpha")
  void aCallToANameThatNobodyRegisteredOnBetaFails() {
    assertThrows(
        NoSuchNameException.class, () -> teleport.call("nobody@beta@127.0.0.1", "world", TIMEOUT));
  }

  @Test
  @OperateOnDeployment("beta")
  void aNodeThatWasPrimedAnswersAPingAndIsListed() {
    try (TeleportConnection connection = factory.getConnection()) {
      connection.prime(List.of(ALPHA));
      assertTrue(connection.ping(ALPHA));
      assertEquals(Set.of(ALPHA), connection.nodes());
    }
  }
}
