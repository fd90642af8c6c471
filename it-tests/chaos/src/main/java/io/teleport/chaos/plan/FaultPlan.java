package io.teleport.chaos.plan;

import io.teleport.chaos.proxy.Fault;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Two endless sequences of faults, for sockets and for processes, both a function of the seed. Each
 * is to be drawn from by one thread.
 */
public final class FaultPlan {

  private static final long SOCKETS = 0x50C4E7;
  private static final long PROCESSES = 0x9A0CE55;
  private static final double MEAN_SOCKET_PAUSE = 150;
  private static final double MEAN_PROCESS_PAUSE = 3_000;
  private static final int SHORTEST_PAUSE = 5;
  private static final int LONGEST_PAUSES = 4;
  private static final double YOUNG = 0.1;
  private static final double AT_ONCE = 0.2;
  private static final double KILLS = 0.5;
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Fault.Kind[] KINDS = {
    // Twice what a network does most.
    Fault.Kind.RESET,
    Fault.Kind.RESET,
    Fault.Kind.FINISH,
    Fault.Kind.HALF_OPEN,
    Fault.Kind.BLACK_HOLE,
    Fault.Kind.STALL,
    Fault.Kind.STALL,
    Fault.Kind.THROTTLE,
    Fault.Kind.SPLIT,
    Fault.Kind.DELAY
  };

  private final int nodes;
  private final boolean kills;
  private final double slowness;
  private final RandomGenerator sockets;
  private final RandomGenerator processes;
  private boolean first = true;

  /**
   * Creates a plan.
   *
   * @param seed what everything is drawn from
   * @param nodes how many there are, 2 or more
   * @param kills whether processes are killed, too
   * @param slowness how many times as long as usual the pauses between faults are
   */
  public FaultPlan(long seed, int nodes, boolean kills, double slowness) {
    this.slowness = slowness;
    this.nodes = nodes;
    this.kills = kills;
    this.sockets = new SplittableRandom(seed ^ SOCKETS);
    this.processes = new SplittableRandom(seed ^ PROCESSES);
  }

  /** Draws the next fault of a socket. */
  public SocketFault nextSocketFault() {
    Duration pause = pause(sockets, slowness * MEAN_SOCKET_PAUSE);
    int from = sockets.nextInt(nodes);
    int to = (from + 1 + sockets.nextInt(nodes - 1)) % nodes;
    boolean young = sockets.nextDouble() < YOUNG;
    double choice = sockets.nextDouble();
    return new SocketFault(pause, from, to, young, choice, fault(young));
  }

  private Fault fault(boolean young) {
    Fault.Kind kind = KINDS[sockets.nextInt(KINDS.length)];
    boolean backward = sockets.nextBoolean();
    boolean atOnce = sockets.nextDouble() < AT_ONCE;
    long after = logarithmic(sockets, 1, young ? 2_000 : 1 << 20);
    long millis =
        switch (kind) {
          case HALF_OPEN, BLACK_HOLE -> logarithmic(sockets, 300, 6_000);
          case STALL -> logarithmic(sockets, 10, 4_000);
          case THROTTLE, DELAY -> logarithmic(sockets, 50, 2_000);
          case SPLIT -> logarithmic(sockets, 20, 500);
          case RESET, FINISH -> 0;
        };
    long amount =
        switch (kind) {
          case THROTTLE -> logarithmic(sockets, 20_000, 20_000_000);
          case SPLIT -> logarithmic(sockets, 1, 500);
          case DELAY -> logarithmic(sockets, 1, 200);
          default -> 0;
        };
    return new Fault(
        kind,
        backward,
        atOnce || !kind.isFatal() ? 0 : after,
        Duration.ofMillis(millis),
        (int) amount);
  }

  /**
   * Draws the next fault of a process. The first comes within two seconds and is a kill, if there
   * are any, so that a short run has one, too.
   */
  public ProcessFault nextProcessFault() {
    Duration drawn = pause(processes, slowness * MEAN_PROCESS_PAUSE);
    Duration pause = first && drawn.compareTo(FIRST) > 0 ? FIRST : drawn;
    int node = processes.nextInt(nodes);
    boolean kill = kills && (processes.nextDouble() < KILLS || first);
    first = false;
    long millis = logarithmic(processes, 20, kill ? 1_000 : 4_000);
    return new ProcessFault(
        pause,
        node,
        kill ? ProcessFault.Kind.KILL : ProcessFault.Kind.FREEZE,
        Duration.ofMillis(millis));
  }

  /** Draws a pause of a Poisson process, with the extremes cut off. */
  private static Duration pause(RandomGenerator random, double mean) {
    double millis = -Math.log(1 - random.nextDouble()) * mean;
    return Duration.ofMillis(
        Math.round(Math.max(SHORTEST_PAUSE, Math.min(LONGEST_PAUSES * mean, millis))));
  }

  /** Draws a number so that each order of magnitude is as likely as the next. */
  static long logarithmic(RandomGenerator random, double least, double most) {
    return Math.round(least * Math.pow(most / least, random.nextDouble()));
  }
}
