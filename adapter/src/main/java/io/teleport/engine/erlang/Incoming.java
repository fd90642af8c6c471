package io.teleport.engine.erlang;

import io.teleport.Address;
import io.teleport.MessageTooLargeException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Log;
import io.teleport.term.Atom;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Pid;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * What one Erlang node has to say to this one: messages, monitors, links, answers. Confined to a
 * loop.
 */
final class Incoming implements Assembler.Target {

  /**
   * Stands for what is not read on the loop: to decode it holds up all other nodes, and what is
   * still arriving would never come, since the loop brings it.
   */
  private static final Atom TOO_LARGE = new Atom("too_large");

  private static final long MOST_READ = 1 << 20;

  private final DistributionConnection connection;
  private final ErlangSurroundings surroundings;
  private final LocalProcesses local;
  private final OutgoingCalls calls;
  private final Residents residents;
  private final Signals signals;
  private final BuiltIns builtIns;
  private final AtomicLong unknown = new AtomicLong();

  Incoming(
      DistributionConnection connection, ErlangSurroundings surroundings, OutgoingCalls calls) {
    this.connection = connection;
    this.surroundings = surroundings;
    this.local = surroundings.local();
    this.calls = calls;
    this.residents = new Residents(surroundings);
    this.signals = new Signals(connection, residents, calls);
    this.builtIns = new BuiltIns(connection, surroundings);
  }

  /** Returns how many control messages were not understood. */
  long unknown() {
    return unknown.get();
  }

  @Override
  public void tick() {
    connection.answerTick();
  }

  @Override
  public void busy() {
    surroundings.loop().stayWithSockets();
  }

  @Override
  public void paused() {
    connection.pause();
  }

  @Override
  public boolean isCaller(Pid pid) {
    return residents.isCaller(pid);
  }

  @Override
  public String refusal(ControlMessage control) {
    if (control instanceof ControlMessage.SendToAlias send) {
      return calls.isWaiting(send.to()) ? null : "nobody waits for the answer any more";
    } else if (control instanceof ControlMessage.SendToName send) {
      return residents.isThere(send.to()) ? null : "nothing is registered there";
    } else if (control instanceof ControlMessage.Send send) {
      return residents.isThere(send.to()) ? null : "the process has ended, or never was";
    }
    return null;
  }

  @Override
  public void message(
      ControlMessage control, OtpEnvelope envelope, ReceivedPayload payload, Runnable onDone)
      throws ErlangProtocolException {
    if (payload == null) {
      signal(control, null);
    } else if (control instanceof ControlMessage.SendToAlias send) {
      answered(send.to(), envelope, payload, onDone);
    } else if (control instanceof ControlMessage.SendToName send) {
      if (residents.isBuiltIn(send.to())) {
        builtIns.answer(send.to(), envelope.caller(), read(payload, onDone));
      } else {
        deliver(residents.named(send.to()), envelope, payload, onDone);
      }
    } else if (control instanceof ControlMessage.Send send) {
      if (!isCaller(send.to())) {
        deliver(Address.of(send.to()), envelope, payload, onDone);
      } else if (envelope.caller() != null && envelope.caller().monitor() != null) {
        answered(envelope.caller().monitor(), envelope, payload, onDone);
      } else {
        drop(payload, onDone);
      }
    } else {
      signal(control, read(payload, onDone));
    }
  }

  @Override
  public MemoryShare share(ControlMessage control) {
    Address listener = residents.recipient(control);
    return listener == null ? null : local.share(listener);
  }

  @Override
  public BodySink stream(
      ControlMessage control, long size, LongConsumer roomUpTo, Runnable closed) {
    Address listener = residents.recipient(control);
    return listener == null ? null : local.stream(listener, size, roomUpTo, closed);
  }

  private static void drop(ReceivedPayload payload, Runnable onDone) {
    payload.release();
    onDone.run();
  }

  private void deliver(Address to, OtpEnvelope envelope, ReceivedPayload payload, Runnable onDone) {
    if (envelope.content() == OtpEnvelope.Content.SYSTEM) {
      boolean isSmall = payload instanceof ReceivedPayload.Heap;
      Term request = read(payload, onDone);
      builtIns.refuseSystem(envelope.caller(), isSmall ? request : TOO_LARGE);
      return;
    }
    surroundings.counters().add(Counters.Count.MESSAGES_RECEIVED);
    ErlangCaller waiting =
        envelope.caller() == null
            ? null
            : new ErlangCaller(nodeOf(envelope.caller().pid()), envelope.kind(), envelope.caller());
    ErlangMessage message =
        new ErlangMessage(connection.name(), envelope.kind(), payload, waiting, onDone);
    if (!local.deliver(to, message)) {
      drop(payload, onDone);
      local.undelivered(to.toString(), "nothing is registered there", false);
    }
  }

  /** What comes by a socket of teleport may be of another node of the same address. */
  private NodeName nodeOf(Pid pid) {
    String node = pid.node().value();
    try {
      return node.equals(connection.name().toString()) ? connection.name() : NodeName.of(node);
    } catch (IllegalArgumentException e) {
      return connection.name();
    }
  }

  @Override
  public void leftOut(ControlMessage control, OtpEnvelope envelope, String reason) {
    Reference answered = answered(control, envelope);
    if (answered != null) {
      OutgoingCalls.Waiting call = calls.remove(answered);
      if (call != null) {
        connection.demonitor(call.target(), answered);
        call.listener()
            .failed(
                new MessageTooLargeException(
                    "the answer of %s was left out: %s".formatted(call.printed(), reason)));
      } else {
        local.undelivered("a caller of " + connection.name(), reason, true);
      }
      return;
    }
    String to = addressee(control);
    local.undelivered(
        (to == null ? "a process" : to) + " from " + connection.name(), reason, false);
    if (envelope != null && envelope.caller() != null && to != null) {
      signals.noAnswer(
          envelope.caller().monitor(),
          Tuple.of(new Atom("undelivered"), Atom.of(shortened(reason))));
    }
  }

  /** Returns to whom a message was sent, as the log has it; null if it was none. */
  private static String addressee(ControlMessage control) {
    if (control instanceof ControlMessage.SendToName send) {
      return send.to();
    }
    return control instanceof ControlMessage.Send send ? send.to().toString() : null;
  }

  /** Returns which call a message answers; null if it is no answer. */
  private Reference answered(ControlMessage control, OtpEnvelope envelope) {
    if (control instanceof ControlMessage.SendToAlias send) {
      return send.to();
    }
    boolean isAnswer =
        control instanceof ControlMessage.Send send
            && isCaller(send.to())
            && envelope != null
            && envelope.caller() != null;
    return isAnswer ? envelope.caller().monitor() : null;
  }

  private static String shortened(String reason) {
    return reason.length() > Atom.MAX_LENGTH ? reason.substring(0, Atom.MAX_LENGTH) : reason;
  }

  /**
   * Tells a caller that there will be no answer, as if who was called had ended: it fails at once,
   * with the reason. Called by any thread.
   */
  void fail(OtpEnvelope.Caller waiting, Term reason) {
    if (waiting.monitor() != null) {
      surroundings.loop().execute(() -> signals.noAnswer(waiting.monitor(), reason));
    }
  }

  /** Returns what a short message says. */
  private Term read(ReceivedPayload payload, Runnable onDone) {
    try {
      if (payload instanceof ReceivedPayload.Streamed || payload.size() > MOST_READ) {
        return TOO_LARGE;
      }
      Term term = payload.decode(surroundings.decoder());
      return Terms.detached(term);
    } catch (MalformedTermException e) {
      return Atom.UNDEFINED;
    } finally {
      drop(payload, onDone);
    }
  }

  private void answered(
      Reference reference, OtpEnvelope envelope, ReceivedPayload payload, Runnable onDone) {
    OutgoingCalls.Waiting call = calls.remove(reference);
    if (call == null) {
      drop(payload, onDone);
      local.undelivered(
          "a caller of " + connection.name(), "nobody waits for the answer any more", true);
      return;
    }
    connection.demonitor(call.target(), reference);
    onDone.run();
    if (envelope.kind() == MessageKind.REPLY) {
      call.listener().answered(payload);
    } else {
      payload.release();
      call.listener()
          .failed(
              new TeleportException("the answer of " + call.printed() + " is no answer of OTP"));
    }
  }

  private void signal(ControlMessage control, Term payload) {
    if (!signals.take(control, payload) && control instanceof ControlMessage.Unknown left) {
      unknown.incrementAndGet();
      Log.debug(
          "TLP1414",
          "%s sent a control message that is left out: operation %d"
              .formatted(connection.name(), left.operation()));
    }
  }

  /** A name or a process of the local node is gone: who watches it is told. */
  void gone(Term target, Term reason) {
    signals.gone(target, reason);
  }
}
