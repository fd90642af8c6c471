package io.teleport.adapter.inbound;

import io.teleport.engine.node.BatchDrain;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One message-driven bean that is active: its queue, its endpoints. Its name, and what waits for
 * it, is its {@link NameQueue}.
 *
 * <p>Messages are put into the queue by the I/O loops, and taken out in batches by a bounded number
 * of tasks on the container's threads. How much can wait in the queue is bounded by the credit that
 * senders have. Safe for use by any thread.
 */
public final class Activation {

  private static final Duration BATCH_TIME = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final int MOST_DOUBLINGS = 6;

  private final Names names;
  private final InboundLog log;
  private final EndpointPool endpoints;
  private final Delivery delivery;
  private final PromptDelivery prompt;
  private final BatchDrain<InboundTeleportMessage> queue;
  private final Serving bean;
  private final NameQueue name;
  private final Settlement settlement;

  /** How many attempts in a row to begin a delivery were in vain. */
  private final AtomicInteger unavailable = new AtomicInteger();

  private Activation(
      Names names,
      NameQueue name,
      Host host,
      Executor deliveries,
      Transactions transactions,
      MessageEndpointFactory factory,
      TeleportActivationSpec spec) {
    this.names = names;
    this.name = name;
    this.log = new InboundLog(spec.getName(), System::nanoTime);
    this.endpoints = new EndpointPool(factory);
    this.delivery = new Delivery(transactions, log);
    this.prompt = new PromptDelivery(host, deliveries, System::nanoTime);
    this.queue =
        new BatchDrain<>(
            prompt,
            new BatchDrain.Limits(spec.getConcurrency(), spec.getBatchSize(), BATCH_TIME),
            System::nanoTime,
            host::after,
            this::handle);
    Acknowledgement acknowledgement = spec.acknowledgement();
    this.bean = new Serving(acknowledgement.onReturn());
    this.settlement = new Settlement(acknowledgement, name, host.counters(), log);
  }

  /**
   * Makes a bean receive.
   *
   * @param names where its name is looked for, and left in the end
   * @throws IllegalStateException if another bean of the node has the name
   */
  static Activation start(
      Names names,
      Host host,
      Executor deliveries,
      Transactions transactions,
      MessageEndpointFactory factory,
      TeleportActivationSpec spec) {
    NameQueue name = names.find(spec.getName());
    Activation activation =
        new Activation(names, name, host, deliveries, transactions, factory, spec);
    name.serve(activation.bean);
    return activation;
  }

  /**
   * Lets running deliveries finish, and leaves the name and what was not delivered to the next bean
   * that has it. Doing so twice is harmless.
   *
   * @param bound how long to wait for running deliveries
   */
  public void close(Duration bound) {
    NameQueue.Parked parked = name.park(bean);
    if (parked != null) {
      names.leave(name, parked);
    }
    List<InboundTeleportMessage> left = queue.close(bound);
    if (queue.running() > 0) {
      log.stillRunning(queue.running(), bound);
    }
    name.takeBack(left);
    if (parked != null && !names.grace().isZero()) {
      log.parked(left.size(), names.grace());
    }
    endpoints.close();
  }

  /** What the bean is to its name. */
  private final class Serving implements NameQueue.Bean {

    private final boolean confirmsOnReturn;

    Serving(boolean confirmsOnReturn) {
      this.confirmsOnReturn = confirmsOnReturn;
    }

    @Override
    public boolean confirmsOnReturn() {
      return confirmsOnReturn;
    }

    @Override
    public boolean offer(InboundTeleportMessage message) {
      confirm(message);
      return queue.offer(message);
    }

    @Override
    public boolean offerNext(InboundTeleportMessage message) {
      confirm(message);
      return queue.offerNext(message);
    }

    private void confirm(InboundTeleportMessage message) {
      if (!confirmsOnReturn) {
        // It may have come while there was no bean.
        message.confirm();
      }
    }
  }

  private Duration handle(BatchDrain.Batch<InboundTeleportMessage> all) {
    BatchDrain.Batch<InboundTeleportMessage> batch = prompt.bounded(all);
    boolean more = true;
    while (more) {
      MessageEndpoint endpoint;
      try {
        endpoint = endpoints.take();
      } catch (UnavailableException | RuntimeException e) {
        // The second is what some containers throw while an application starts or stops.
        return pause(e);
      }
      try {
        more = !deliverAll(batch, endpoint);
      } catch (EndpointUnusableException e) {
        return pause(e);
      }
    }
    return Duration.ZERO;
  }

  /**
   * Returns true at the end of the batch, false if the rest needs another endpoint.
   *
   * @throws EndpointUnusableException if there is no point in trying another one now
   */
  private boolean deliverAll(
      BatchDrain.Batch<InboundTeleportMessage> batch, MessageEndpoint endpoint)
      throws EndpointUnusableException {
    for (InboundTeleportMessage message = batch.next(); message != null; message = batch.next()) {
      Delivery.Result result = delivery.deliver(endpoint, message);
      if (result instanceof Delivery.NotBegun notBegun) {
        endpoints.discard(endpoint);
        name.handNext(message);
        throw notBegun.reason();
      }
      if (unavailable.get() != 0) {
        unavailable.set(0);
      }
      if (result instanceof Delivery.Failed failed) {
        endpoints.discard(endpoint);
        settlement.failed(message, failed.failure());
        return false;
      }
      settlement.returned(message);
    }
    endpoints.giveBack(endpoint);
    return true;
  }

  private Duration pause(Exception reason) {
    int attempt = Math.min(unavailable.getAndIncrement(), MOST_DOUBLINGS);
    Duration pause = FIRST_PAUSE.multipliedBy(1L << attempt);
    log.unavailable(pause, reason);
    return pause;
  }
}
