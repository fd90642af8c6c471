package io.teleport.adapter.inbound;

import io.teleport.NodeName;
import io.teleport.engine.node.InboundMessage;
import io.teleport.engine.node.Inbox;
import io.teleport.engine.node.Registration;
import io.teleport.engine.observe.Counters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;

/**
 * A node without sockets and threads: tasks run when the test takes a step, in an order that a seed
 * decides, and time passes when nothing else is to be done. A step taken within a task is what
 * another thread would do meanwhile. Used by one thread.
 */
final class SimulatedHost implements Host, Executor {

  private record Timer(long due, long number, Runnable task) {}

  private final Random random;
  private final Map<String, Inbox> names = new HashMap<>();
  private final List<Runnable> ready = new ArrayList<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));
  private final Counters counters = new Counters();
  private long now;
  private long timersSet;

  /** Of a hundred batches, how many are run by whoever delivered the message. */
  int promptPercent;

  /** Where dead letters were to go, and why they did not. */
  final List<String> deadLetters = new ArrayList<>();

  SimulatedHost(long seed) {
    this.random = new Random(seed);
  }

  Random random() {
    return random;
  }

  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  /** Returns the inbox of a name, as a peer's message finds it; null if there is none. */
  Inbox inbox(String name) {
    return names.get(name);
  }

  /** Returns the time since the begin. */
  Duration now() {
    return Duration.ofNanos(now);
  }

  /** Runs one task; returns false if there is none. */
  boolean runOne() {
    if (ready.isEmpty()) {
      return false;
    }
    ready.remove(random.nextInt(ready.size())).run();
    return true;
  }

  /** Runs tasks until none is left, without letting time pass. */
  void runAll() {
    while (runOne()) {
      // until none is left
    }
  }

  /** Lets time pass until the next timer is due, and runs it; returns false if there is none. */
  boolean passTime() {
    Timer timer = timers.poll();
    if (timer == null) {
      return false;
    }
    now = Math.max(now, timer.due());
    timer.task().run();
    return true;
  }

  /** Runs everything, whatever time it takes. */
  void runToTheEnd() {
    while (runOne() || passTime()) {
      // until nothing is left
    }
  }

  @Override
  public void execute(Runnable task) {
    ready.add(task);
  }

  @Override
  public NodeName name() {
    return NodeName.of("beta@h");
  }

  @Override
  public Registration register(String name, Inbox inbox) {
    if (names.putIfAbsent(name, inbox) != null) {
      throw new IllegalStateException(name + " is taken");
    }
    return () -> names.remove(name, inbox);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    timers.add(new Timer(now + delay.toNanos(), timersSet++, task));
  }

  @Override
  public boolean deliverAside(Runnable delivery, Executor elsewhere) {
    if (!percent(promptPercent)) {
      return false;
    }
    ready.add(delivery);
    return true;
  }

  @Override
  public Counters counters() {
    return counters;
  }

  @Override
  public void deadLetter(InboundMessage message, String reason) {
    deadLetters.add(message.destination() + ": " + reason);
  }
}
