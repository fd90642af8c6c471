package io.teleport.demo;

import io.teleport.ReplyTo;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.MapTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known about one name: whether its file is awaited, arriving or complete, and who waits
 * for its digest. Safe for use by any number of threads; answers are sent outside the lock.
 */
final class StoredFile {

  /** After this time a caller has long given up. */
  private static final long WAIT_NANOS = Duration.ofMinutes(10).toNanos();

  private static final int MAX_WAITING = 64;

  private sealed interface State {}

  private record Awaited() implements State {}

  private record Arriving(DigestingFile file) implements State {}

  private record Complete(long size, String sha256) implements State {}

  private record Waiting(ReplyTo caller, long since) {}

  private final List<Waiting> waiting = new ArrayList<>();
  private State state = new Awaited();

  /**
   * Notes that the file begins to arrive.
   *
   * @throws IllegalStateException if it is arriving already
   */
  synchronized void arrives(DigestingFile file) {
    if (state instanceof Arriving) {
      throw new IllegalStateException("a file of this name is arriving already");
    }
    state = new Arriving(file);
  }

  /** Notes the end, and tells those who wait. */
  void complete(long size, String sha256) {
    Complete complete = new Complete(size, sha256);
    answer(become(complete), map(complete));
  }

  /** Notes that the file did not arrive, and tells those who wait. */
  void fail(String reason) {
    answer(become(new Awaited()), Tuple.of(Atom.ERROR, Binary.utf8(reason)));
  }

  /**
   * Returns the answer to a caller who wants the digest, or remembers the caller until there is
   * one.
   */
  synchronized Optional<Term> digestOrWait(ReplyTo caller, long now) {
    waiting.removeIf(entry -> now - entry.since() > WAIT_NANOS);
    if (state instanceof Complete complete) {
      return Optional.of(map(complete));
    }
    if (waiting.size() >= MAX_WAITING) {
      return Optional.of(Tuple.of(Atom.ERROR, Binary.utf8(MAX_WAITING + " callers wait already")));
    }
    waiting.add(new Waiting(caller, now));
    return Optional.empty();
  }

  /** Returns whether nobody has to remember this name any more. */
  synchronized boolean isIdle(long now) {
    waiting.removeIf(entry -> now - entry.since() > WAIT_NANOS);
    return state instanceof Awaited && waiting.isEmpty();
  }

  /** Returns the number of bytes that are here. */
  synchronized long arrived() {
    if (state instanceof Arriving arriving) {
      return arriving.file().written();
    }
    return state instanceof Complete complete ? complete.size() : 0;
  }

  /**
   * Forgets a complete file.
   *
   * @return whether there was one
   */
  synchronized boolean forget() {
    boolean complete = state instanceof Complete;
    if (complete) {
      state = new Awaited();
    }
    return complete;
  }

  private synchronized List<Waiting> become(State next) {
    state = next;
    List<Waiting> told = List.copyOf(waiting);
    waiting.clear();
    return told;
  }

  private static void answer(List<Waiting> callers, Term answer) {
    callers.forEach(entry -> entry.caller().reply(answer));
  }

  private static MapTerm map(Complete file) {
    return MapTerm.of(
        Atom.of("size"),
        IntegerTerm.of(file.size()),
        Atom.of("sha256"),
        Binary.utf8(file.sha256()));
  }
}
