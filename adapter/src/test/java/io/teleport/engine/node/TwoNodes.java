package io.teleport.engine.node;

import io.teleport.Address;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two nodes, made afresh for each test: alpha knows beta, and what goes to the name {@code orders}
 * on beta is held until the test takes it.
 */
abstract class TwoNodes {

  @RegisterExtension final Nodes nodes = new Nodes();

  final Inboxes.Held inbox = new Inboxes.Held();
  LocalNode alpha;
  LocalNode beta;

  /** The name on beta. */
  Address orders;

  private final Consumer<NodeSettingsBuilder> settingsOfBeta;

  TwoNodes() {
    this(settings -> {});
  }

  TwoNodes(Consumer<NodeSettingsBuilder> settingsOfBeta) {
    this.settingsOfBeta = settingsOfBeta;
  }

  @BeforeEach
  final void startTwoNodes() {
    beta = nodes.start("beta@127.0.0.1", settingsOfBeta);
    alpha = nodes.start("alpha@127.0.0.1", Nodes.knowing(beta));
    beta.register("orders", inbox);
    orders = Address.of("orders", beta.name());
  }
}
