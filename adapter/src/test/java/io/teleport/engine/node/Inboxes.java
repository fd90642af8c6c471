package io.teleport.engine.node;

import io.teleport.term.Term;
import io.teleport.term.Terms;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Listeners for tests. */
final class Inboxes {

  private Inboxes() {}

  /** Keeps what arrives until the test takes it. */
  static final class Held implements Inbox {
    private final BlockingQueue<InboundMessage> queue = new LinkedBlockingQueue<>();

    @Override
    public void deliver(InboundMessage message) {
      queue.add(message);
    }

    /** Waits for the next message; the caller closes it. */
    InboundMessage next() throws InterruptedException {
      InboundMessage message = queue.poll(20, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message came");
      }
      return message;
    }

    /** Waits for the next message, however long it takes. */
    InboundMessage nextEver() throws InterruptedException {
      return queue.take();
    }

    /** Takes the next message as a term on the heap. */
    Term nextTerm() throws InterruptedException {
      try (InboundMessage message = next()) {
        return Terms.detached(message.decode());
      }
    }

    int count() {
      return queue.size();
    }

    boolean isEmpty() {
      return queue.isEmpty();
    }
  }

  /** Counts and forgets what arrives. */
  static final class Counting implements Inbox {
    final AtomicInteger count = new AtomicInteger();

    @Override
    public void deliver(InboundMessage message) {
      count.incrementAndGet();
      message.close();
    }
  }

  /** Answers calls on threads of the node, as a listener would. */
  static Inbox answering(LocalNode node, Function<Term, Term> function) {
    BatchDrain<InboundMessage> drain =
        new BatchDrain<>(
            task -> new Thread(task, "listener").start(),
            new BatchDrain.Limits(4, 64, Duration.ofMillis(100)),
            System::nanoTime,
            node::after,
            batch -> {
              InboundMessage message;
              while ((message = batch.next()) != null) {
                serve(message, function);
              }
              return Duration.ZERO;
            });
    return drain::offer;
  }

  private static void serve(InboundMessage message, Function<Term, Term> function) {
    try (message) {
      Responder responder = message.responder().orElseThrow();
      try {
        responder.reply(function.apply(message.decode()));
      } catch (RuntimeException e) {
        responder.fail(e);
      }
    }
  }
}
