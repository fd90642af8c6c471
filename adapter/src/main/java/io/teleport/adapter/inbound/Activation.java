package io.teleport.adapter.inbound;

import io.teleport.NoSuchNameException;
import io.teleport.engine.node.BatchDrain;
import io.teleport.engine.node.InboundMessage;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.Registration;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One message-driven bean that is active: its name on the node, its queue, its endpoints.
 *
 * <p>Messages are put into the queue by the I/O loops, and taken out in batches by a bounded number
 * of tasks on the container's threads. How much can wait in the queue is bounded by the credit that
 * senders have. Safe for use by any thread.
 */
public final class Activation {

  private static final Duration BATCH_TIME = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final int MOST_DOUBLINGS = 6;

  private final LocalNode node;
  private final Executor deliveries;
  private final String name;
  private final InboundLog log;
  private final EndpointPool endpoints;
  private final Delivery delivery;
  private final PromptDelivery prompt;
  private final BatchDrain<InboundMessage> queue;

  /** How many attempts in a row to get an endpoint were in vain. */
  private final AtomicInteger unavailable = new AtomicInteger();

  private Registration registration;

  private Activation(
      LocalNode node,
      Executor deliveries,
      MessageEndpointFactory factory,
      TeleportActivationSpec spec) {
    this.node = node;
    this.deliveries = deliveries;
    this.name = spec.getName();
    this.log = new InboundLog(name, System::nanoTime);
    this.endpoints = new EndpointPool(factory);
    this.delivery = new Delivery(log);
    this.prompt = new PromptDelivery(node, deliveries, System::nanoTime);
    this.queue =
        new BatchDrain<>(
            prompt,
            new BatchDrain.Limits(spec.getConcurrency(), spec.getBatchSize(), BATCH_TIME),
            System::nanoTime,
            node::after,
            this::handle);
  }

  /**
   * Makes a bean receive.
   *
   * @param node the node on which its name is registered
   * @param deliveries runs the batches, on threads of the container
   * @param factory makes endpoints of the bean
   * @param spec the bean's properties, which are valid
   * @throws ResourceException if another bean of the node has the name
   */
  public static Activation start(
      LocalNode node,
      Executor deliveries,
      MessageEndpointFactory factory,
      TeleportActivationSpec spec)
      throws ResourceException {
    Activation activation = new Activation(node, deliveries, factory, spec);
    try {
      activation.registration = node.register(spec.getName(), activation::deliver);
    } catch (IllegalStateException e) {
      throw new ResourceException(
          "activation property 'name' has the value '%s', which another listener on node %s has"
              .formatted(spec.getName(), node.name()),
          e);
    }
    return activation;
  }

  /** Takes the name back: no further messages come. Doing so twice is harmless. */
  public void unregister() {
    registration.close();
  }

  /**
   * Takes the name back, lets running deliveries finish, and ends what was not delivered. Doing so
   * twice is harmless.
   *
   * @param bound how long to wait for running deliveries
   */
  public void close(Duration bound) {
    unregister();
    List<InboundMessage> left = queue.close(bound);
    if (queue.running() > 0) {
      log.stillRunning(queue.running(), bound);
    }
    if (!left.isEmpty()) {
      log.leftBehind(left.size());
      left.forEach(this::refuse);
    }
    endpoints.close();
  }

  private void deliver(InboundMessage message) {
    if (queue.offer(message)) {
      return;
    }
    // The name was taken back a moment ago. Answering may block, which this thread must not do.
    try {
      deliveries.execute(() -> refuse(message));
    } catch (RejectedExecutionException e) {
      // The node is about to say goodbye, which is what a caller hears then.
      try (message) {
        node.deadLetter(message, "the node is stopping");
      }
    }
  }

  private void refuse(InboundMessage message) {
    String reason =
        "the listener of name '%s' was stopped before it received the message".formatted(name);
    try (message) {
      if (message.responder().isPresent()) {
        message.responder().get().fail(new NoSuchNameException(reason));
      } else {
        node.deadLetter(message, reason);
      }
    }
  }

  private Duration handle(BatchDrain.Batch<InboundMessage> all) {
    BatchDrain.Batch<InboundMessage> batch = prompt.bounded(all);
    boolean more = true;
    while (more) {
      MessageEndpoint endpoint;
      try {
        endpoint = endpoints.take();
      } catch (UnavailableException | RuntimeException e) {
        // The second is what some containers throw while an application starts or stops.
        return pause(e);
      }
      unavailable.set(0);
      more = !deliverAll(batch, endpoint);
    }
    return Duration.ZERO;
  }

  /** Returns true at the end of the batch, false if the rest needs another endpoint. */
  private boolean deliverAll(BatchDrain.Batch<InboundMessage> batch, MessageEndpoint endpoint) {
    for (InboundMessage message = batch.next(); message != null; message = batch.next()) {
      if (!delivery.deliver(endpoint, message)) {
        endpoints.discard(endpoint);
        return false;
      }
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
