package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.NodeName;
import io.teleport.engine.node.ErlangOptions;
import io.teleport.engine.node.InboundMessage;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.NodeEnvironment;
import io.teleport.engine.node.NodeSettings;
import io.teleport.engine.node.NodeSettingsBuilder;
import io.teleport.engine.node.Registration;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Nodes of this project in an Erlang cluster. When they are closed each must have all its memory
 * back.
 */
final class JavaNodes {

  static final String COOKIE = "a_good_cookie";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Epmd epmd;
  private final List<LocalNode> nodes = new ArrayList<>();
  private final List<ExecutorService> executors = new ArrayList<>();

  JavaNodes(Epmd epmd) {
    this.epmd = epmd;
  }

  LocalNode start(String name) {
    return start(name, options -> options, settings -> {});
  }

  /** Starts a node, and waits until EPMD knows it. */
  LocalNode start(
      String name, UnaryOperator<ErlangOptions> options, Consumer<NodeSettingsBuilder> changes) {
    LocalNode node = startUnregistered(name, options, changes);
    await("EPMD knows " + name, node::isRegisteredWithEpmd);
    return node;
  }

  LocalNode startUnregistered(
      String name, UnaryOperator<ErlangOptions> options, Consumer<NodeSettingsBuilder> changes) {
    ErlangOptions erlang = ErlangOptions.OFF.on().withEpmd("127.0.0.1", epmd.address().getPort());
    NodeSettingsBuilder settings =
        NodeSettings.builder(NodeName.of(name), COOKIE)
            .bindAddress("127.0.0.1")
            .port(0)
            .erlang(options.apply(erlang));
    changes.accept(settings);
    ExecutorService executor = Executors.newCachedThreadPool(task -> new Thread(task, name));
    executors.add(executor);
    NodeEnvironment environment =
        new NodeEnvironment(executor, System::nanoTime, new SecureRandom(), true);
    try {
      LocalNode node = LocalNode.start(settings.build(), environment);
      nodes.add(node);
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Registers a name that hands its messages, decoded, to a function on a thread of its own. */
  Registration serve(LocalNode node, String name, Consumer<InboundMessage> listener) {
    ExecutorService executor = executors.get(nodes.indexOf(node));
    return node.register(
        name,
        message ->
            executor.execute(
                () -> {
                  try (message) {
                    listener.accept(message);
                  }
                }));
  }

  /** Registers a name that answers each request with itself. */
  Registration echo(LocalNode node, String name) {
    return serve(node, name, message -> message.responder().orElseThrow().reply(message.decode()));
  }

  /** Registers a name whose messages are kept. */
  BlockingQueue<Term> keep(LocalNode node, String name) {
    BlockingQueue<Term> kept = new LinkedBlockingQueue<>();
    serve(
        node,
        name,
        message ->
            kept.add(
                Terms.tuple(
                    Terms.atom(message.kind().name().toLowerCase(java.util.Locale.ROOT)),
                    Terms.detached(message.decode()))));
    return kept;
  }

  /** Returns the next of the messages that are kept, as Erlang prints it. */
  static String next(BlockingQueue<Term> kept) {
    try {
      Term term = kept.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(term).as("a message in time").isNotNull();
      return term.toString();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until something is so. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  void close() throws InterruptedException {
    nodes.forEach(LocalNode::close);
    for (ExecutorService executor : executors) {
      executor.shutdown();
      assertThat(executor.awaitTermination(5, TimeUnit.SECONDS)).as("all threads ended").isTrue();
    }
    for (LocalNode node : nodes) {
      assertThat(node.memory().whereTaken())
          .as("chunks that " + node + " did not get back")
          .isEmpty();
      assertThat(node.memory().chunksCommitted()).as("chunks promised by " + node).isZero();
    }
    nodes.clear();
    executors.clear();
  }
}
