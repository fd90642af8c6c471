package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.net.FreePort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Listeners sleep, and eight threads of another node send to it as fast as they can: both nodes,
 * processes of their own, hold no more than was set and what docs/large-messages.md says comes on
 * top.
 */
@Timeout(120)
class MemoryPromiseTest {

  private static final long MIB = 1 << 20;

  /** What docs/large-messages.md says that a node may hold besides what is set. */
  private static final long CONSTANT = 8 * MIB;

  /** The same of the small messages of one node to one name: three times the receive window. */
  private static final long SMALL = 3 * 4 * MIB;

  private static final String ALPHA = "alpha@127.0.0.1";
  private static final String BETA = "beta@127.0.0.1";

  private OverloadedNode alpha;
  private OverloadedNode beta;

  @BeforeEach
  void startTwoProcesses() throws Exception {
    int alphaPort = FreePort.find();
    int betaPort = FreePort.find();
    beta = OverloadedNode.start(BETA, betaPort, ALPHA, alphaPort);
    alpha = OverloadedNode.start(ALPHA, alphaPort, BETA, betaPort);
  }

  @AfterEach
  void endThem() {
    alpha.close();
    beta.close();
  }

  @ParameterizedTest
  @CsvSource({"MIXED, 1", "MIXED, 3", "SMALL, 1", "SMALL, 3"})
  void listenersThatSleepCostBothNodesNoMoreThanTheirBounds(
      OverloadedNode.Load load, int sleepers) {
    assertThat(alpha.obey("exchange")).isEqualTo(1000);
    long alphaBefore = alpha.obey("memory");
    long betaBefore = beta.obey("memory");

    alpha.obey("flood " + load + " " + sleepers);
    awaitStandstill(load);
    long inHand = load.inHand();
    long alphaHolds = alpha.obey("memory") - alphaBefore - inHand;
    long betaHolds = beta.obey("memory") - betaBefore;

    assertThat(alpha.obey("exchange")).as("another name goes on").isEqualTo(1000);
    long accepted = alpha.obey("accepted");
    long alphaHoldsLater = alpha.obey("memory") - alphaBefore - inHand;
    long betaHoldsLater = beta.obey("memory") - betaBefore;

    beta.obey("wake");
    long all = alpha.obey("stop");
    Nodes.await("all is handled", () -> beta.obey("handled") == all);
    assertThat(all).isGreaterThanOrEqualTo(accepted + load.senders());
    assertThat(beta.obey("wrong")).as("twice, or not whole").isZero();
    assertThat(alpha.obey("lost")).isZero();
    assertThat(beta.obey("lost")).isZero();

    assertThat(List.of(alphaHolds, alphaHoldsLater))
        .as("bytes that alpha holds, then and later")
        .allMatch(bytes -> bytes <= OverloadedNode.BOUND + CONSTANT);
    assertThat(List.of(betaHolds, betaHoldsLater))
        .as("bytes that beta holds, then and later")
        .allMatch(bytes -> bytes <= OverloadedNode.BOUND + sleepers * SMALL + CONSTANT);
  }

  /** Waits until every sender waits, and nothing is accepted or arrives any more. */
  private void awaitStandstill(OverloadedNode.Load load) {
    List<Long> moved = new ArrayList<>();
    try {
      Nodes.await(
          "nothing moves",
          () -> {
            long before = alpha.obey("accepted") + beta.obey("arrived");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            long after = alpha.obey("accepted") + beta.obey("arrived");
            moved.add(after - before);
            return alpha.obey("waiting") == load.senders() && after == before;
          });
    } catch (AssertionError e) {
      throw new AssertionError(
          "senders wait: %d of %d; moved in each 300 ms: %s"
              .formatted(alpha.obey("waiting"), load.senders(), moved),
          e);
    }
  }
}
