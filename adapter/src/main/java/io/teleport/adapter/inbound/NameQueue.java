package io.teleport.adapter.inbound;

import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.node.InboundMessage;
import io.teleport.engine.node.Inbox;
import io.teleport.engine.node.Registration;
import io.teleport.engine.observe.Counters;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The messages to one name, from the first bean that has it until none has had it for the grace
 * time. Beans come and go meanwhile.
 *
 * <p>A message here is in one of these places: with the bean, which has a queue of its own; parked,
 * while there is no bean; behind another one of its {@linkplain Strands strand}; or put aside until
 * it is delivered again. How many there are is bounded by the credit that senders have.
 *
 * <p>States: <em>served</em> by a bean, <em>parked</em> for a bean that may come back,
 * <em>gone</em> for good. Safe for use by any thread; the lock is never held while something waits.
 */
final class NameQueue implements Inbox {

  /** What a bean is to its name: takes what is to be delivered next. */
  interface Consumer {

    /** Returns whether messages count as received only when the bean has returned. */
    boolean confirmsOnReturn();

    /** Takes a message, which is confirmed if need be; returns false if it takes none any more. */
    boolean offer(InboundTeleportMessage message);

    /** As {@link #offer}, by one of its own tasks, which goes on with it. */
    boolean offerNext(InboundTeleportMessage message);
  }

  private sealed interface State {}

  /** There is a bean. */
  private record Served(Consumer consumer) implements State {}

  /** There was a bean, and may be one again. What waits is guarded by the queue's lock. */
  static final class Parked implements State {
    private final Deque<InboundTeleportMessage> waiting = new ArrayDeque<>();
    private final long since = System.nanoTime();

    private Parked() {}
  }

  /** Nothing is delivered any more. */
  private record Gone(RejectCode code, String reason) implements State {}

  private final String name;
  private final Host host;
  private final Executor answers;
  private final InboundLog log;
  private final Strands strands = new Strands();
  private final Set<InboundTeleportMessage> aside = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();
  private final Registration registration;
  private volatile State state;

  /** Whether there has been a bean; guarded by the lock. */
  private boolean wasServed;

  /**
   * Creates the queue of a name without a bean, and registers the name.
   *
   * @param answers runs what tells callers that they will not be served
   * @throws IllegalStateException if the node knows the name already
   */
  NameQueue(String name, Host host, Executor answers, InboundLog log) {
    this.name = name;
    this.host = host;
    this.answers = answers;
    this.log = log;
    this.state = new Parked();
    this.registration = host.register(name, this);
  }

  String name() {
    return name;
  }

  // ------------------------------------------------------------------ messages

  @Override
  public boolean confirmsOnReturn() {
    // While there is no bean nothing is confirmed: whoever waits is told what becomes of it.
    return !(state instanceof Served served) || served.consumer().confirmsOnReturn();
  }

  @Override
  public void deliver(InboundMessage message) {
    InboundTeleportMessage arrived = new InboundTeleportMessage(message);
    if (strands.enter(arrived)) {
      hand(arrived);
    }
  }

  /** Hands a message to the bean, or parks or refuses it. */
  void hand(InboundTeleportMessage message) {
    while (true) {
      State now = state;
      if (now instanceof Served served) {
        if (served.consumer().offer(message)) {
          return;
        }
        // Then the bean has gone, and the state has changed before.
      } else if (now instanceof Gone gone) {
        refuseSoon(List.of(message), gone);
        return;
      } else if (park(message, (Parked) now)) {
        return;
      }
    }
  }

  private boolean park(InboundTeleportMessage message, Parked parked) {
    synchronized (lock) {
      if (state != parked) {
        return false;
      }
      parked.waiting.add(message);
      return true;
    }
  }

  /**
   * A task of the bean is done with a message, which is closed; the next of its strand takes its
   * place.
   */
  void done(InboundTeleportMessage message) {
    message.close();
    InboundTeleportMessage next = strands.leave(message);
    if (next != null) {
      handNext(next);
    }
  }

  /** As {@link #hand}, by a task of the bean, which goes on with the message. */
  void handNext(InboundTeleportMessage message) {
    if (!(state instanceof Served served && served.consumer().offerNext(message))) {
      hand(message);
    }
  }

  /** Keeps a message, and its strand, for a while; then it is delivered again. */
  void putAside(InboundTeleportMessage message, Duration delay) {
    aside.add(message);
    host.after(delay, () -> takeUp(message));
    if (state instanceof Gone) {
      takeUp(message);
    }
  }

  private void takeUp(InboundTeleportMessage message) {
    if (aside.remove(message)) {
      hand(message);
    }
  }

  /**
   * Tells who has to know that a message is not delivered: its sender, or, if that has been told
   * that it was received, whoever waits for an answer, or else this node's account of dead letters;
   * there is also what a listener has failed on. May block.
   */
  void refuse(InboundTeleportMessage message, RejectCode code, String reason) {
    host.counters().add(Counters.Count.MESSAGES_REFUSED);
    boolean told = message.refuse(code, reason);
    if (message.responder().isPresent()) {
      if (!told) {
        message.responder().get().refuse(reason);
      }
    } else if (!told || code == RejectCode.LISTENER_FAILED) {
      host.deadLetter(message.inbound(), reason);
    }
  }

  // ------------------------------------------------------------------ beans that come and go

  /**
   * Gives the name to a bean, with all that is parked, in the order in which it came.
   *
   * @return false if the name is gone, and a new queue is needed
   * @throws IllegalStateException if another bean has the name
   */
  boolean serve(Consumer consumer) {
    synchronized (lock) {
      if (state instanceof Served) {
        throw new IllegalStateException("the name '%s' is taken".formatted(name));
      }
      if (!(state instanceof Parked parked)) {
        return false;
      }
      // Before anything that arrives from here on.
      parked.waiting.forEach(consumer::offer);
      state = new Served(consumer);
      if (wasServed) {
        log.takenOver(parked.waiting.size(), Duration.ofNanos(System.nanoTime() - parked.since));
      }
      wasServed = true;
      return true;
    }
  }

  /**
   * The bean goes; its name stays for a while.
   *
   * @return what {@link #expire} is to be given if no bean takes the name; null if the bean had
   *     lost it before
   */
  Parked park(Consumer consumer) {
    synchronized (lock) {
      if (!(state instanceof Served served) || served.consumer() != consumer) {
        return null;
      }
      Parked parked = new Parked();
      state = parked;
      return parked;
    }
  }

  /** Takes what a bean that has gone has left behind; it comes before what came since. */
  void takeBack(List<InboundTeleportMessage> left) {
    if (left.isEmpty()) {
      return;
    }
    State now;
    synchronized (lock) {
      now = state;
      if (now instanceof Parked parked) {
        for (int i = left.size() - 1; i >= 0; i--) {
          parked.waiting.addFirst(left.get(i));
        }
        return;
      }
    }
    if (now instanceof Gone gone) {
      refuseAll(left, gone);
    } else {
      left.forEach(this::hand);
    }
  }

  /**
   * Ends the name if no bean has taken it since it was parked.
   *
   * @return whether it was ended
   */
  boolean expire(Parked parked, String reason) {
    Gone gone = new Gone(RejectCode.NO_SUCH_NAME, reason);
    synchronized (lock) {
      if (state != parked) {
        return false;
      }
      unregister();
      state = gone;
    }
    refuseWhatIsHere(parked, gone);
    return true;
  }

  /** Takes the name back: no further messages come. Doing so twice is harmless. */
  void unregister() {
    registration.close();
  }

  /** Takes the name back, and refuses all that is here and all that is given back. */
  void stop(String reason) {
    unregister();
    Gone gone = new Gone(RejectCode.STOPPING, reason);
    State before;
    synchronized (lock) {
      before = state;
      if (before instanceof Gone) {
        return;
      }
      state = gone;
    }
    refuseWhatIsHere(before, gone);
  }

  private void refuseWhatIsHere(State before, Gone gone) {
    List<InboundTeleportMessage> all = new ArrayList<>();
    if (before instanceof Parked parked) {
      // Nobody else changes it any more.
      all.addAll(parked.waiting);
    }
    for (InboundTeleportMessage message : List.copyOf(aside)) {
      if (aside.remove(message)) {
        all.add(message);
      }
    }
    all.addAll(strands.clear());
    if (!all.isEmpty()) {
      refuseAll(all, gone);
    }
  }

  private void refuseAll(List<InboundTeleportMessage> messages, Gone gone) {
    log.leftBehind(messages.size(), gone.reason());
    refuseSoon(messages, gone);
  }

  /** Refuses messages in another thread: to answer may block, which an I/O loop must not do. */
  private void refuseSoon(List<InboundTeleportMessage> messages, Gone gone) {
    try {
      answers.execute(() -> messages.forEach(message -> refuseAndClose(message, gone)));
    } catch (RejectedExecutionException e) {
      // The node is about to say goodbye, which is what a caller hears then.
      for (InboundTeleportMessage message : messages) {
        if (!message.refuse(gone.code(), gone.reason())) {
          host.deadLetter(message.inbound(), gone.reason());
        }
        done(message);
      }
    }
  }

  private void refuseAndClose(InboundTeleportMessage message, Gone gone) {
    refuse(message, gone.code(), gone.reason());
    done(message);
  }
}
