package io.teleport.adapter.ra;

import io.teleport.adapter.inbound.Activation;
import io.teleport.adapter.inbound.DeliveryThreads;
import io.teleport.adapter.inbound.Names;
import io.teleport.adapter.inbound.Transactions;
import io.teleport.engine.node.BatchDrain;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.NodeEnvironment;
import jakarta.resource.spi.BootstrapContext;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * What exists between a start and the next stop of the resource adapter: the node, and the threads
 * that deliver. Safe for use by any thread.
 */
final class AdapterRun {

  private static final int BATCHES_PER_WORK = 16;
  private static final Duration WORK_TIME = Duration.ofMillis(500);

  private final AdapterSettings settings;
  private final LocalNode node;

  /** Batches of all endpoints, which wait for one of the delivery threads. */
  private final BatchDrain<Runnable> batches;

  private final Names names;
  private final NodeBean bean;

  /** The container's, null if it has none. */
  private final TransactionSynchronizationRegistry registry;

  private AdapterRun(
      AdapterSettings settings,
      LocalNode node,
      Executor works,
      TransactionSynchronizationRegistry registry) {
    this.settings = settings;
    this.node = node;
    this.registry = registry;
    this.bean = NodeBean.of(node);
    this.batches =
        new BatchDrain<>(
            works,
            new BatchDrain.Limits(settings.deliveryThreads(), BATCHES_PER_WORK, WORK_TIME),
            System::nanoTime,
            node::after,
            AdapterRun::runAll);
    this.names =
        new Names(
            node,
            new DeliveryThreads(this::deliver, settings.deliveryThreads()),
            new Transactions(registry),
            settings.redeployGrace());
  }

  static AdapterRun start(AdapterSettings settings, BootstrapContext context) throws IOException {
    Executor works = new WorkManagerExecutor(context.getWorkManager());
    TransactionSynchronizationRegistry registry = context.getTransactionSynchronizationRegistry();
    LocalNode node = LocalNode.start(settings.node(), NodeEnvironment.of(works));
    AdapterLog.started(node, version());
    try {
      return new AdapterRun(settings, node, works, registry);
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private static String version() {
    String version = AdapterRun.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }

  /** Returns the container's transactions, if it lets them be watched. */
  Optional<TransactionSynchronizationRegistry> transactions() {
    return Optional.ofNullable(registry);
  }

  LocalNode node() {
    return node;
  }

  /** Returns the names of beans. */
  Names names() {
    return names;
  }

  /** Runs a batch of an endpoint, on one of {@code deliveryThreads} threads of the container. */
  private void deliver(Runnable batch) {
    if (!batches.offer(batch)) {
      throw new RejectedExecutionException("the resource adapter has stopped");
    }
  }

  long transactionLimit() {
    return settings.transactionLimit();
  }

  Duration shutdownTimeout() {
    return settings.node().shutdownTimeout();
  }

  private static Duration runAll(BatchDrain.Batch<Runnable> batches) {
    for (Runnable batch = batches.next(); batch != null; batch = batches.next()) {
      batch.run();
    }
    return Duration.ZERO;
  }

  /** Ends everything, the endpoints first, in bounded time. */
  void stop(Collection<Activation> activations) {
    long begin = System.nanoTime();
    try {
      bean.close();
      names.stop();
      for (Activation activation : activations) {
        activation.close(leftOf(shutdownTimeout(), begin));
      }
      // What is left are batches that find nothing, and callers to be told that they are refused.
      batches.close(leftOf(shutdownTimeout(), begin)).forEach(Runnable::run);
    } finally {
      node.close();
    }
    AdapterLog.stopped(node, Duration.ofNanos(System.nanoTime() - begin));
  }

  private static Duration leftOf(Duration bound, long begin) {
    Duration left = bound.minusNanos(System.nanoTime() - begin);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
