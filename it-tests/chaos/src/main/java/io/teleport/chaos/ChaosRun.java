package io.teleport.chaos;

import io.teleport.chaos.account.Account;
import io.teleport.chaos.account.Balance;
import io.teleport.chaos.network.LossyNetwork;
import io.teleport.chaos.network.Network;
import io.teleport.chaos.plan.FaultPlan;
import io.teleport.chaos.plan.ProcessFault;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * One run: starts the nodes, has them send while faults happen, lets everything come to rest, and
 * makes the account. Used once, by one thread.
 */
public final class ChaosRun {

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** The same in a soak, which is to take little of the machine. */
  private static final long SOAK_POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long SOAK_REPORT_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** How long nothing may happen before what has not arrived never will. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** The same when all messages whose outcome is told have theirs. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  /** How long nothing may happen when all messages are accounted for. */
  private static final Duration CALM = Duration.ofSeconds(1);

  private final ChaosOptions options;
  private final Path directory;
  private final PrintStream out;
  private final long begin = System.nanoTime();
  private int freezes;
  private int kills;

  /**
   * What came of a run.
   *
   * @param balance the account
   * @param faults how many faults there were
   * @param kills how many of them were kills of a process
   * @param leftovers what nodes did not give back, and violations of the protocol that they saw,
   *     which no fault accounts for; empty if there is nothing
   */
  public record Result(Balance balance, long faults, int kills, String leftovers) {

    /** Returns whether nothing was wrong: while all nodes live, nothing is in doubt. */
    public boolean isGood() {
      return balance.isClosed() && leftovers.isEmpty() && (kills > 0 || balance.told() == 0);
    }

    /** Returns the account as one line. */
    public String line() {
      return balance.line(faults);
    }
  }

  /**
   * Creates a run.
   *
   * @param directory where journals and logs go; what earlier runs left there is removed
   * @param out gets a report, whose last line is the account
   */
  public ChaosRun(ChaosOptions options, Path directory, PrintStream out) {
    this.options = options;
    this.directory = directory;
    this.out = out;
  }

  /** Runs. */
  public Result run() throws IOException, InterruptedException {
    Files.createDirectories(directory);
    empty();
    out.println("seed " + options.seed() + "; logs are in " + directory);
    try (Network network = network();
        Fleet fleet = Fleet.start(options, directory, network)) {
      FaultPlan plan =
          new FaultPlan(options.seed(), Fleet.SIZE, options.kill(), options.slowness());
      SocketFaults sockets = new SocketFaults(fleet, plan, this::trace);
      Soak soak = options.soak() ? new Soak(fleet, directory, begin, out) : null;
      fleet.send(options.messages());
      sockets.start();
      breakProcesses(fleet, plan, soak);
      sockets.stop();
      fleet.all("stop");
      double seconds = seconds();
      Map<String, Double> last = settle(fleet);
      Map<String, Double> left = new TreeMap<>(fleet.all("rest"));
      left.putAll(fleet.all("end"));
      String leftovers = leftovers(left);
      if (soak != null) {
        leftovers = (leftovers + " " + soak.verdict()).strip();
      }
      return report(fleet, sockets, leftovers, seconds, last);
    }
  }

  private Network network() throws IOException {
    return options.netem()
        ? LossyNetwork.create(Fleet.SIZE, options.seed(), directory, out)
        : Network.loopback();
  }

  private void empty() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "node*")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private double seconds() {
    return (System.nanoTime() - begin) / 1e9;
  }

  private void trace(String fault) {
    if (options.trace()) {
      out.printf("%8.3f %s%n", seconds(), fault);
    }
  }

  // ------------------------------------------------------------------ while messages are sent

  private void breakProcesses(Fleet fleet, FaultPlan plan, Soak soak)
      throws IOException, InterruptedException {
    long reported = System.nanoTime();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.seconds());
    ProcessFault next = plan.nextProcessFault();
    long nextAt = System.nanoTime() + next.pause().toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(soak == null ? POLL_NANOS : SOAK_POLL_NANOS);
      if (soak != null) {
        soak.look();
      }
      Map<String, Double> progress = fleet.all("progress");
      if (progress.get("failed") > 0) {
        throw new IllegalStateException("a node failed; see its log in " + directory);
      }
      if (System.nanoTime() - reported >= (soak == null ? REPORT_NANOS : SOAK_REPORT_NANOS)) {
        reported = System.nanoTime();
        print(progress);
      }
      if (progress.get("running") == 0) {
        return;
      }
      if (System.nanoTime() - nextAt >= 0) {
        apply(next, fleet);
        next = plan.nextProcessFault();
        nextAt = System.nanoTime() + next.pause().toNanos();
      }
    }
  }

  private void print(Map<String, Double> progress) {
    out.printf(
        "%5.0f s: accepted %.0f, delivered %.0f, told %.0f, open %.0f%n",
        seconds(),
        progress.get("accepted"),
        progress.get("delivered"),
        progress.get("told"),
        progress.get("open"));
  }

  private void apply(ProcessFault fault, Fleet fleet) throws IOException, InterruptedException {
    trace("%d: %s for %d ms".formatted(fault.node(), fault.kind(), fault.duration().toMillis()));
    switch (fault.kind()) {
      case FREEZE -> {
        freezes++;
        fleet.freeze(fault.node());
        pause(fault.duration());
        fleet.thaw(fault.node());
      }
      case KILL -> {
        kills++;
        fleet.kill(fault.node());
        pause(fault.duration());
        fleet.revive(fault.node(), options.messages());
      }
    }
  }

  private static void pause(Duration duration) {
    long until = System.nanoTime() + duration.toNanos();
    while (until - System.nanoTime() > 0) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  // ------------------------------------------------------------------ afterwards

  /** Waits until every message is accounted for, or nothing happens any more. */
  private Map<String, Double> settle(Fleet fleet) throws IOException {
    long changed = System.nanoTime();
    Map<String, Double> last = Map.of();
    Duration patience = SILENCE;
    while (System.nanoTime() - changed < patience.toNanos()) {
      LockSupport.parkNanos(POLL_NANOS);
      Map<String, Double> now = fleet.all("progress");
      if (!now.equals(last)) {
        changed = System.nanoTime();
        last = now;
      }
      patience = patience(now);
    }
    print(last);
    return last;
  }

  private Duration patience(Map<String, Double> figures) {
    if (figures.get("running") > 0 || figures.get("open") > 0) {
      return SILENCE;
    }
    double known = figures.get("delivered") + figures.get("told");
    // What became of messages of a process that was killed, nobody counts.
    return kills == 0 && known >= figures.get("accepted") ? CALM : QUIET;
  }

  private static String leftovers(Map<String, Double> figures) {
    StringBuilder text = new StringBuilder();
    figures.forEach(
        (name, figure) -> {
          if (figure != 0) {
            text.append(' ').append(name).append('=').append(figure.longValue());
          }
        });
    return text.toString().strip();
  }

  private Result report(
      Fleet fleet,
      SocketFaults sockets,
      String leftovers,
      double seconds,
      Map<String, Double> figures)
      throws IOException {
    Account account = fleet.account();
    Balance balance = account.balance();
    long cut = sockets.counts().values().stream().mapToLong(Integer::longValue).sum();
    Result result = new Result(balance, cut + freezes + kills, kills, leftovers);
    out.printf(
        "%.1f s of traffic; socket faults %d %s, freezes %d, kills %d%n",
        seconds, cut, sockets.counts(), freezes, kills);
    out.printf(
        "refused and offered again %d; broken off at the receiver %d; told and arrived all the same"
            + " %d; went down with a process %d%n",
        account.refusals(), account.brokenOff(), balance.toldAndArrived(), balance.wentDown());
    String reasons =
        new TreeMap<>(figures)
            .entrySet().stream()
                .filter(figure -> figure.getKey().contains("_"))
                .map(figure -> "%s=%.0f".formatted(figure.getKey(), figure.getValue()))
                .collect(Collectors.joining(" "));
    out.println("reasons: " + reasons);
    account.findings().forEach(finding -> out.println("FOUND " + finding));
    if (!leftovers.isEmpty()) {
      out.println("FOUND left behind: " + leftovers);
    }
    if (result.isGood()) {
      fleet.forget();
    } else {
      out.println("to replay: chaos.sh " + options.text());
    }
    out.println(result.line());
    return result;
  }
}
