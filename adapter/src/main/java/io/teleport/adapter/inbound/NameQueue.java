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
 * The messages to one name, while a bean has it, and for the grace time after that. Beans come and
 * go meanwhile.
 *
 * <p>A message here is in one of these places: with the bean, which has a queue of its own; parked,
 * while there is no bean; behind another one of its {@linkplain Strands strand}; or put aside until
 * it is delivered again. How many there are is bounded by the credit that senders have.
 *
 * <p>States: <em>served</em> by a bean, <em>parked</em> for a bean that may come back,
 * <em>gone</em>, until a bean takes it, or for good when the node stops. Safe for use by any
 * thread; the lock is never held while something waits.
 */
final class NameQueue implements Inbox {

  /** What a bean is to its name: takes what is to be delivered next. */
  interface Bean {

    /** Returns whether messages count as received only when the bean has returned. */
    boolean confirmsOnReturn();

    /** Takes a message, which is confirmed if need be; returns false if it takes none any more. */
    boolean offer(InboundTeleportMessage message);

    /** As {@link #offer}, by one of its own tasks, which goes on with it. */
    boolean offerNext(InboundTeleportMessage message);
  }

  private sealed interface State {}

  /** There is a bean. */
  private record Served(Bean bean) implements State {}

  /** There was a bean, and may be one again. What waits is guarded by the queue's lock. */
  static final class Parked implements State {
    private final Deque<InboundTeleportMessage> waiting = new ArrayDeque<>();
    private final long since = System.nanoTime();

    private Parked() {}
  }

  /** Nothing is delivered; nobody finds the name. */
  private record Gone(RejectCode code, String reason) implements State {}

  private final String name;
  private final Host host;
  private final Executor answers;
  private final InboundLog log;
  private final Strands strands = new Strands();
  private final Set<InboundTeleportMessage> aside = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();
  private volatile State state;

  /** What makes others find the name; null if nothing does. Guarded by the lock. */
  private Registration registration;

  /**
   * Creates the queue of a name that has had no bean yet.
   *
   * @param answers runs what tells callers that they will not be served
   */
  NameQueue(String name, Host host, Executor answers, InboundLog log) {
    this.name = name;
    this.host = host;
    this.answers = answers;
    this.log = log;
    this.state = new Gone(RejectCode.NO_SUCH_NAME, "no listener has had the name yet");
  }

  String name() {
    return name;
  }

  // ------------------------------------------------------------------ messages

  @Override
  public boolean confirmsOnReturn() {
    // While there is no bean nothing is confirmed: whoever waits is told what becomes of it.
    return !(state instanceof Served served) || served.bean().confirmsOnReturn();
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
        if (served.bean().offer(message)) {
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
    if (!(state instanceof Served served && served.bean().offerNext(message))) {
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
   * that it was received, whoever waits for an answer, or else this node's account of dead letters.
   * May block.
   */
  void refuse(InboundTeleportMessage message, RejectCode code, String reason) {
    host.counters().add(Counters.Count.MESSAGES_REFUSED);
    boolean told = message.refuse(code, reason);
    if (message.responder().isPresent()) {
      if (!told) {
        message.responder().get().refuse(reason);
      }
    } else if (!told) {
      host.deadLetter(message.inbound(), reason);
    }
  }

  // ------------------------------------------------------------------ beans that come and go

  /**
   * Gives the name to a bean, with all that is parked, in the order in which it came.
   *
   * @throws IllegalStateException if somebody else has the name, or the node is stopping
   */
  void serve(Bean bean) {
    synchronized (lock) {
      if (state instanceof Parked parked) {
        // Before anything that arrives from here on.
        parked.waiting.forEach(bean::offer);
        state = new Served(bean);
        log.takenOver(parked.waiting.size(), Duration.ofNanos(System.nanoTime() - parked.since));
      } else if (state instanceof Gone gone && gone.code() == RejectCode.NO_SUCH_NAME) {
        state = new Served(bean);
        register(gone);
      } else {
        throw new IllegalStateException("the name '%s' cannot be served".formatted(name));
      }
    }
  }

  private void register(State otherwise) {
    try {
      registration = host.register(name, this);
    } catch (IllegalStateException e) {
      state = otherwise;
      throw e;
    }
  }

  /**
   * The bean goes; its name stays for a while.
   *
   * @return what {@link #expire} is to be given if no bean takes the name; null if the bean had
   *     lost it before
   */
  Parked park(Bean bean) {
    synchronized (lock) {
      if (!(state instanceof Served served) || served.bean() != bean) {
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

  /** Ends the name if no bean has taken it since it was parked. */
  void expire(Parked parked, String reason) {
    end(parked, new Gone(RejectCode.NO_SUCH_NAME, reason));
  }

  /** Takes the name back: no further messages come. Doing so twice is harmless. */
  void unregister() {
    synchronized (lock) {
      if (registration != null) {
        registration.close();
        registration = null;
      }
    }
  }

  /** Takes the name back for good, and refuses all that is here and all that is given back. */
  void stop(String reason) {
    end(null, new Gone(RejectCode.STOPPING, reason));
  }

  /**
   * Ends the name.
   *
   * @param parked the state in which alone it is to be ended; null for any
   */
  private void end(Parked parked, Gone gone) {
    List<InboundTeleportMessage> first = new ArrayList<>();
    List<InboundTeleportMessage> behind;
    synchronized (lock) {
      if (parked != null && state != parked) {
        return;
      }
      unregister();
      if (state instanceof Parked now) {
        first.addAll(now.waiting);
      }
      state = gone;
      for (InboundTeleportMessage message : List.copyOf(aside)) {
        if (aside.remove(message)) {
          first.add(message);
        }
      }
      behind = strands.clear();
    }
    refuseAll(behind, gone);
    refuseAll(first, gone);
  }

  private void refuseAll(List<InboundTeleportMessage> messages, Gone gone) {
    if (!messages.isEmpty()) {
      log.leftBehind(messages.size(), gone.reason());
      refuseSoon(messages, gone);
    }
  }

  /** Refuses messages in another thread: to answer may block, which an I/O loop must not do. */
  private void refuseSoon(List<InboundTeleportMessage> messages, Gone gone) {
    try {
      answers.execute(
          () ->
              messages.forEach(
                  message -> {
                    refuse(message, gone.code(), gone.reason());
                    done(message);
                  }));
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
}
