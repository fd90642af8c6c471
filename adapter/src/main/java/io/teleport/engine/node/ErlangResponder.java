package io.teleport.engine.node;

import io.teleport.NodeName;
import io.teleport.engine.erlang.ErlangCaller;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** Answers one call of an Erlang process. */
final class ErlangResponder implements Responder {

  private static final int MAX_TEXT = 1000;

  private final ErlangCaller caller;
  private final BiConsumer<ErlangCaller, Sendable> answers;
  private final BiConsumer<ErlangCaller, Term> failures;
  private final AtomicBoolean answered = new AtomicBoolean();

  /**
   * Creates it.
   *
   * @param answers sends an answer; may block
   * @param failures has the caller see that who it called has ended, and why
   */
  ErlangResponder(
      ErlangCaller caller,
      BiConsumer<ErlangCaller, Sendable> answers,
      BiConsumer<ErlangCaller, Term> failures) {
    this.caller = caller;
    this.answers = answers;
    this.failures = failures;
  }

  @Override
  public NodeName node() {
    return caller.node();
  }

  @Override
  public boolean isAnswered() {
    return answered.get();
  }

  @Override
  public void reply(Sendable answer) {
    if (!answered.compareAndSet(false, true)) {
      throw new IllegalStateException("the call was answered already");
    }
    try {
      answers.accept(caller, answer);
    } catch (RuntimeException | Error e) {
      // The caller still waits: another answer, that it failed, may be small enough or well-formed.
      answered.set(false);
      throw e;
    }
  }

  @Override
  public void refuse(String reason) {
    if (answered.compareAndSet(false, true)) {
      failures.accept(caller, new Atom("noproc"));
    }
  }

  @Override
  public void fail(Throwable failure) {
    if (answered.compareAndSet(false, true)) {
      String text = failure.getMessage() == null ? "" : failure.getMessage();
      String shortened = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
      failures.accept(
          caller,
          Tuple.of(
              new Atom("listener_failed"),
              Binary.utf8(failure.getClass().getName()),
              Binary.utf8(shortened)));
    }
  }
}
