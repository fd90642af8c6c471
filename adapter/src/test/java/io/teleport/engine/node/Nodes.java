package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.NodeName;
import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Real nodes on loopback for one test, each with threads of its own. When the test is over they are
 * closed, and each must have all its memory back: what is missing is reported with the place where
 * it was taken.
 */
final class Nodes implements AfterEachCallback {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Set<Level> GONE_WITH_THE_NODE =
      EnumSet.of(
          Level.UNCONFIRMED,
          Level.WAITING,
          Level.SEND_QUEUE_BYTES,
          Level.ARRIVING,
          Level.ASSOCIATIONS,
          Level.POOLS,
          Level.OPENINGS,
          Level.PENDING_CALLS,
          Level.UNTOLD_EVENTS);

  private final List<LocalNode> nodes = new ArrayList<>();
  private final List<ExecutorService> executors = new ArrayList<>();

  /** Starts a node with the cookie "a good cookie" on a free port. */
  LocalNode start(String name) {
    return start(name, settings -> {});
  }

  LocalNode start(String name, Consumer<NodeSettingsBuilder> changes) {
    return start(name, "a good cookie", changes);
  }

  LocalNode start(String name, String cookie, Consumer<NodeSettingsBuilder> changes) {
    return start(name, cookie, UnaryOperator.identity(), changes);
  }

  /** Starts a node whose tasks go through something that stands before its executor. */
  LocalNode startOn(
      String name, UnaryOperator<Executor> before, Consumer<NodeSettingsBuilder> changes) {
    return start(name, "a good cookie", before, changes);
  }

  private LocalNode start(
      String name,
      String cookie,
      UnaryOperator<Executor> before,
      Consumer<NodeSettingsBuilder> changes) {
    NodeSettingsBuilder settings =
        NodeSettings.builder(NodeName.of(name), cookie).bindAddress("127.0.0.1").port(0);
    settings.connectTimeout(Duration.ofSeconds(10));
    changes.accept(settings);
    ExecutorService executor = Executors.newCachedThreadPool(task -> new Thread(task, name));
    executors.add(executor);
    NodeEnvironment environment =
        new NodeEnvironment(before.apply(executor), System::nanoTime, new SecureRandom(), true);
    try {
      LocalNode node = LocalNode.start(settings.build(), environment);
      nodes.add(node);
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says in a node's settings where another one listens. */
  static Consumer<NodeSettingsBuilder> knowing(LocalNode other) {
    return settings -> settings.peer(other.name(), addressOf(other));
  }

  static Consumer<NodeSettingsBuilder> withPort(int port) {
    return settings -> settings.port(port);
  }

  static InetSocketAddress addressOf(LocalNode node) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), node.listeningAt().getPort());
  }

  /** Waits until something is so. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    nodes.forEach(LocalNode::close);
    for (LocalNode node : nodes) {
      assertThat(node.memory().whereTaken())
          .as("chunks that " + node + " did not get back")
          .isEmpty();
      assertThat(node.memory().chunksCommitted()).as("chunks promised by " + node).isZero();
      Levels levels = node.levels();
      for (Level level : GONE_WITH_THE_NODE) {
        assertThat(levels.get(level)).as(level + " of " + node).isZero();
      }
    }
    for (ExecutorService executor : executors) {
      executor.shutdown();
      assertThat(executor.awaitTermination(5, TimeUnit.SECONDS)).as("all threads ended").isTrue();
    }
  }
}
