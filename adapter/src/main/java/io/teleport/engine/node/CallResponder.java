package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.observe.Log;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.util.concurrent.atomic.AtomicBoolean;

/** Answers one call. */
final class CallResponder implements Responder {

  /** What a failure begins with instead of a class name if there was no listener to fail. */
  static final Atom NO_SUCH_NAME = Atom.of("no_such_name");

  private static final int MAX_TEXT = 1000;

  /** Sends answers. */
  interface Answers {
    /** Sends an answer to the node of the caller; blocks like every send. */
    void send(NodeName to, MessageKind kind, long correlation, Sendable answer);
  }

  private final NodeName caller;
  private final Address served;
  private final long correlation;
  private final Answers answers;
  private final AtomicBoolean answered = new AtomicBoolean();

  CallResponder(NodeName caller, Address served, long correlation, Answers answers) {
    this.caller = caller;
    this.served = served;
    this.correlation = correlation;
    this.answers = answers;
  }

  @Override
  public NodeName node() {
    return caller;
  }

  @Override
  public boolean isAnswered() {
    return answered.get();
  }

  @Override
  public void reply(Sendable answer) {
    if (!answered.compareAndSet(false, true)) {
      throw new IllegalStateException("the call to " + served + " was answered already");
    }
    try {
      answers.send(caller, MessageKind.REPLY, correlation, answer);
    } catch (RuntimeException | Error e) {
      // The caller still waits: another answer, that it failed, may be small enough or well-formed.
      answered.set(false);
      throw e;
    }
  }

  @Override
  public void refuse(String reason) {
    failWith(NO_SUCH_NAME, reason);
  }

  @Override
  public void fail(Throwable failure) {
    String text = failure.getMessage() == null ? "" : failure.getMessage();
    failWith(Binary.utf8(failure.getClass().getName()), text);
  }

  private void failWith(Term type, String text) {
    if (!answered.compareAndSet(false, true)) {
      return;
    }
    String shortened = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    Term answer = Tuple.of(type, Binary.utf8(shortened));
    try {
      answers.send(caller, MessageKind.FAILURE, correlation, Sendable.of(answer));
    } catch (RuntimeException e) {
      Log.limited(
          "TLP1310", "a caller on " + caller + " could not be told that " + served + " failed", e);
    }
  }
}
