package io.teleport.chaos.node;

import io.teleport.Address;
import io.teleport.TeleportException;
import io.teleport.chaos.account.Entry;
import io.teleport.chaos.account.Journal;
import io.teleport.chaos.account.LetterId;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * The threads that send. A message that is refused is offered again until it is accepted, so that
 * none is left out.
 */
final class Traffic {

  /** Begins the figures that say why senders were told failures. */
  private static final String TOLD = "told_";

  /** Begins the figures that say why messages were refused. */
  private static final String REFUSED = "refused_";

  private static final int THREADS = 4;

  /** How many messages whose outcome is told may be under way at the same time, in one thread. */
  private static final int UNDER_WAY = 256;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final int self;
  private final int life;
  private final IntFunction<Drafts> drafts;
  private final Bodies bodies;
  private final Post post;
  private final Journal journal;
  private final List<Address> listeners;
  private final List<Address> answerers;
  private final AtomicLong left = new AtomicLong();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder told = new LongAdder();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /** How much later than the one before each message of a thread is sent, at least. */
  private volatile long interval;

  private volatile boolean failed;

  /**
   * Creates it.
   *
   * @param drafts what each thread is to send
   * @param listeners where one-way messages go, for each node
   * @param answerers where calls go, for each node
   */
  Traffic(
      int self,
      int life,
      IntFunction<Drafts> drafts,
      Bodies bodies,
      Post post,
      Journal journal,
      List<Address> listeners,
      List<Address> answerers) {
    this.self = self;
    this.life = life;
    this.drafts = drafts;
    this.bodies = bodies;
    this.post = post;
    this.journal = journal;
    this.listeners = List.copyOf(listeners);
    this.answerers = List.copyOf(answerers);
  }

  /**
   * Begins to send so many messages.
   *
   * @param rate how many a second at the most; 0 for no limit
   */
  void start(long messages, int rate) {
    left.set(messages);
    interval = rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(THREADS) / rate;
    running.set(THREADS);
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      Thread thread = new Thread(() -> run(number), "traffic-" + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Ends sending, even if there is more to be sent. */
  void stop() {
    stopping = true;
  }

  /** Returns how it stands, as figures; those of reasons begin with what they are reasons for. */
  String progress() {
    StringBuilder text =
        new StringBuilder(
            "accepted=%d told=%d open=%d running=%d failed=%d"
                .formatted(
                    accepted.sum(), told.sum(), underWay.get(), running.get(), failed ? 1 : 0));
    reasons.forEach((reason, count) -> text.append(' ').append(reason).append('=').append(count));
    return text.toString();
  }

  private void count(String what, Throwable failure) {
    Throwable reason =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    reasons
        .computeIfAbsent(what + reason.getClass().getSimpleName(), key -> new LongAdder())
        .increment();
  }

  private void run(int number) {
    try {
      Drafts mine = drafts.apply(number);
      Semaphore room = new Semaphore(UNDER_WAY);
      long due = System.nanoTime();
      for (long serial = 0; !stopping && left.getAndDecrement() > 0; serial++) {
        due = awaitTurn(due);
        Draft draft = mine.next();
        long id = new LetterId(self, life, number, serial).packed();
        Tuple message = bodies.write(id, draft);
        journal.write(
            Entry.of(Entry.Event.OFFERED, id, draft.target(), draft.key(), draft.number()));
        room.acquire();
        offer(id, draft, message, room);
      }
    } catch (RuntimeException | InterruptedException e) {
      failed = true;
      e.printStackTrace();
    } finally {
      running.decrementAndGet();
    }
  }

  /** Waits for the turn of a message; returns that of the next. */
  private long awaitTurn(long due) {
    long now = System.nanoTime();
    while (interval > 0 && !stopping && due - now > 0) {
      LockSupport.parkNanos(due - now);
      now = System.nanoTime();
    }
    // Who was held up does not catch up.
    return Math.max(due, now - interval) + interval;
  }

  private void offer(long id, Draft draft, Tuple message, Semaphore room) {
    while (!stopping) {
      try {
        send(id, draft, message, room);
        accepted.increment();
        return;
      } catch (TeleportException e) {
        count(REFUSED, e);
        journal.write(Entry.of(Entry.Event.REFUSED, id, 0));
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void send(long id, Draft draft, Tuple message, Semaphore room) {
    if (draft.isCall()) {
      CompletionStage<Term> answer = post.call(answerers.get(draft.target()), message);
      follow(id, answer.thenAccept(term -> check(id, term)), room);
      return;
    }
    follow(id, post.send(listeners.get(draft.target()), message, draft.key()), room);
  }

  private void follow(long id, CompletionStage<?> outcome, Semaphore room) {
    underWay.incrementAndGet();
    journal.write(Entry.of(Entry.Event.ACCEPTED, id, 0));
    var unused =
        outcome.whenComplete(
            (nothing, failure) -> {
              if (failure == null) {
                journal.write(Entry.of(Entry.Event.CONFIRMED, id, 0));
              } else {
                told.increment();
                count(TOLD, failure);
                journal.write(Entry.of(Entry.Event.TOLD, id, 0));
              }
              underWay.decrementAndGet();
              room.release();
            });
  }

  private void check(long id, Term answer) {
    boolean right;
    try {
      Bodies.Received received = Bodies.read(answer);
      right = received.id() == id && received.isIntact();
    } catch (IOException | RuntimeException e) {
      e.printStackTrace();
      right = false;
    }
    if (!right) {
      journal.write(Entry.of(Entry.Event.WRONG_ANSWER, id, 0));
    }
  }
}
