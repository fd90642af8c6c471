package io.teleport.engine.erlang;

import io.teleport.DeliveryUnknownException;
import io.teleport.ListenerFailedException;
import io.teleport.NoSuchNameException;
import io.teleport.TeleportException;
import io.teleport.term.Atom;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls of this node to processes of one Erlang node, each of which is known by the reference of
 * its monitor, which is its alias, too. Safe for use by any thread.
 */
final class OutgoingCalls {

  private static final int MAX_REASON = 2000;

  /**
   * A call that waits.
   *
   * @param target the process or the name that was called
   * @param printed the same, as it is printed
   */
  record Waiting(Term target, String printed, AnswerListener listener) {}

  private final Map<Reference, Waiting> waiting = new ConcurrentHashMap<>();

  void add(Reference reference, Waiting call) {
    waiting.put(reference, call);
  }

  /** Returns whether somebody waits. */
  boolean isWaiting(Reference reference) {
    return waiting.containsKey(reference);
  }

  /** Takes a call out; returns it, or null if it is over. */
  Waiting remove(Reference reference) {
    return waiting.remove(reference);
  }

  /** Returns what it means to a caller that who it called has ended. */
  static TeleportException ended(Waiting call, Term reason) {
    if (reason instanceof Atom atom) {
      switch (atom.value()) {
        case "noproc" -> {
          return new NoSuchNameException("nothing is registered as " + call.printed());
        }
        case "noconnection", "nodedown" -> {
          return new DeliveryUnknownException(
              "the call to %s has no answer: its node went down; it may or may not have been served"
                  .formatted(call.printed()));
        }
        default -> {
          // as every other reason
        }
      }
    }
    String text = reason.toString();
    String shortened = text.length() > MAX_REASON ? text.substring(0, MAX_REASON) + "..." : text;
    return new ListenerFailedException(
        "%s ended before it answered: %s".formatted(call.printed(), shortened), shortened);
  }

  /** The connection is lost: nobody will answer. */
  void fail(String reason) {
    for (Reference reference : List.copyOf(waiting.keySet())) {
      Waiting call = waiting.remove(reference);
      if (call != null) {
        call.listener()
            .failed(
                new DeliveryUnknownException(
                    "the call to %s has no answer: %s; it may or may not have been served"
                        .formatted(call.printed(), reason)));
      }
    }
  }
}
