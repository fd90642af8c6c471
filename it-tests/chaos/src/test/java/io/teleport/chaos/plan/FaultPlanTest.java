package io.teleport.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.chaos.proxy.Fault;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

  private static final int NODES = 3;
  private static final int MANY = 1000;

  @Test
  void aSeedGivesTheSameFaultsEveryTime() {
    assertThat(socketFaults(7)).isEqualTo(socketFaults(7)).isNotEqualTo(socketFaults(8));
    assertThat(processFaults(7, true))
        .isEqualTo(processFaults(7, true))
        .isNotEqualTo(processFaults(8, true));
  }

  @Test
  void everyKindOfFaultHappensOnEveryWayBetweenNodes() {
    List<SocketFault> faults = socketFaults(1);
    assertThat(faults.stream().map(fault -> fault.fault().kind()).distinct())
        .containsExactlyInAnyOrder(Fault.Kind.values());
    assertThat(faults.stream().map(fault -> fault.from() + ">" + fault.to()).distinct())
        .containsExactlyInAnyOrder("0>1", "0>2", "1>0", "1>2", "2>0", "2>1");
  }

  @Test
  void aThousandSocketFaultsTakeSomeMinutes() {
    Duration all =
        socketFaults(1).stream().map(SocketFault::pause).reduce(Duration.ZERO, Duration::plus);
    assertThat(all).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(4));
  }

  @Test
  void processesAreKilledOnlyIfThatIsAskedFor() {
    assertThat(processFaults(1, false)).allMatch(f -> f.kind() == ProcessFault.Kind.FREEZE);
    assertThat(processFaults(1, true)).anyMatch(f -> f.kind() == ProcessFault.Kind.KILL);
  }

  @Test
  void aShortRunHasAKillToo() {
    ProcessFault first = processFaults(1, true).get(0);
    assertThat(first.kind()).isEqualTo(ProcessFault.Kind.KILL);
    assertThat(first.pause()).isLessThanOrEqualTo(Duration.ofSeconds(2));
  }

  private static List<SocketFault> socketFaults(long seed) {
    FaultPlan plan = new FaultPlan(seed, NODES, false, 1);
    return Stream.generate(plan::nextSocketFault).limit(MANY).toList();
  }

  private static List<ProcessFault> processFaults(long seed, boolean kills) {
    FaultPlan plan = new FaultPlan(seed, NODES, kills, 1);
    return Stream.generate(plan::nextProcessFault).limit(MANY).toList();
  }
}
