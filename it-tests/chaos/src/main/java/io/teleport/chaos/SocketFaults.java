package io.teleport.chaos;

import io.teleport.chaos.plan.FaultPlan;
import io.teleport.chaos.plan.SocketFault;
import io.teleport.chaos.proxy.Fault;
import io.teleport.chaos.proxy.FaultProxy;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The thread that breaks sockets, as the plan has it. */
final class SocketFaults {

  private final Fleet fleet;
  private final FaultPlan plan;
  private final Consumer<String> trace;
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::run, "socket faults");
  private volatile boolean stopping;

  SocketFaults(Fleet fleet, FaultPlan plan, Consumer<String> trace) {
    this.fleet = fleet;
    this.plan = plan;
    this.trace = trace;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends breaking, and mends what is broken. */
  void stop() throws InterruptedException {
    stopping = true;
    LockSupport.unpark(thread);
    thread.join();
    if (failure.get() != null) {
      throw failure.get();
    }
    fleet.proxies().forEach(FaultProxy::heal);
  }

  /** Returns how many faults of each kind were done to a socket. */
  Map<Fault.Kind, Integer> counts() {
    Map<Fault.Kind, Integer> sums = new EnumMap<>(Fault.Kind.class);
    for (FaultProxy proxy : fleet.proxies()) {
      proxy.done().forEach((kind, count) -> sums.merge(kind, count, Integer::sum));
    }
    return sums;
  }

  private void run() {
    try {
      while (!stopping) {
        SocketFault next = plan.nextSocketFault();
        long at = System.nanoTime() + next.pause().toNanos();
        while (!stopping && at - System.nanoTime() > 0) {
          LockSupport.parkNanos(at - System.nanoTime());
        }
        if (!stopping) {
          apply(next);
        }
      }
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  private void apply(SocketFault next) {
    FaultProxy proxy = fleet.proxy(next.from(), next.to());
    boolean harmed = !next.young() && proxy.harm(next.fault(), next.choice());
    if (!harmed) {
      proxy.harmNext(next.fault());
    }
    trace.accept(
        "%d => %d%s: %s"
            .formatted(next.from(), next.to(), harmed ? "" : " (next socket)", next.fault()));
  }
}
