package io.teleport.engine.erlang;

import io.teleport.Address;
import io.teleport.MessageTooLargeException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.Log;
import io.teleport.term.Atom;
import io.teleport.term.IntegerTerm;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Pid;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * What one Erlang node has to say to this one: messages, monitors, links, answers. Confined to a
 * loop.
 */
final class Incoming implements Assembler.Target {

  private static final String NET_KERNEL = "net_kernel";
  private static final Atom NOPROC = new Atom("noproc");

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
  private final Watchers watchers = new Watchers();
  private final NodeName self;
  private final Pid caller;
  private final AtomicLong unknown = new AtomicLong();

  Incoming(
      DistributionConnection connection, ErlangSurroundings surroundings, OutgoingCalls calls) {
    this.connection = connection;
    this.surroundings = surroundings;
    this.local = surroundings.local();
    this.calls = calls;
    this.self = surroundings.settings().name();
    this.caller = surroundings.caller();
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
    return pid.equals(caller);
  }

  // ------------------------------------------------------------------ messages

  @Override
  public String refusal(ControlMessage control) {
    if (control instanceof ControlMessage.SendToAlias send) {
      return calls.isWaiting(send.to()) ? null : "nobody waits for the answer any more";
    } else if (control instanceof ControlMessage.SendToName send) {
      if (isBuiltIn(send.to())) {
        return null;
      }
      Address address = named(send.to());
      return address != null && local.isThere(address) ? null : "nothing is registered there";
    } else if (control instanceof ControlMessage.Send send) {
      boolean isThere = isCaller(send.to()) || local.isThere(Address.of(send.to()));
      return isThere ? null : "the process has ended, or never was";
    }
    return null;
  }

  /** Returns the address of a name here; null if it can never be registered. */
  private Address named(String name) {
    try {
      return Address.of(name, self);
    } catch (IllegalArgumentException e) {
      return null;
    }
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
      if (isBuiltIn(send.to())) {
        builtIn(send.to(), envelope, payload, onDone);
      } else {
        deliver(named(send.to()), envelope, payload, onDone);
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
      signal(control, reason(payload, onDone));
    }
  }

  @Override
  public MemoryShare share(ControlMessage control) {
    Address listener = listener(control);
    return listener == null ? null : local.share(listener);
  }

  @Override
  public BodySink stream(
      ControlMessage control, long size, LongConsumer roomUpTo, Runnable closed) {
    Address listener = listener(control);
    return listener == null ? null : local.stream(listener, size, roomUpTo, closed);
  }

  /** Returns where a message is delivered; null if it is for this object, or nobody. */
  private Address listener(ControlMessage control) {
    if (control instanceof ControlMessage.SendToName send) {
      return isBuiltIn(send.to()) ? null : named(send.to());
    }
    return control instanceof ControlMessage.Send send && !isCaller(send.to())
        ? Address.of(send.to())
        : null;
  }

  private static void drop(ReceivedPayload payload, Runnable onDone) {
    payload.release();
    onDone.run();
  }

  private void deliver(Address to, OtpEnvelope envelope, ReceivedPayload payload, Runnable onDone) {
    if (envelope.content() == OtpEnvelope.Content.SYSTEM) {
      refuseSystem(envelope.caller(), payload, onDone);
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
    String to = "a process";
    Term target = null;
    if (control instanceof ControlMessage.SendToName send) {
      to = send.to();
      target = new Atom(send.to());
    } else if (control instanceof ControlMessage.Send send) {
      to = send.to().toString();
      target = send.to();
    }
    local.undelivered(to + " from " + connection.name(), reason, false);
    if (envelope != null && envelope.caller() != null && target != null) {
      fail(
          envelope.caller(), target, Tuple.of(new Atom("undelivered"), Atom.of(shortened(reason))));
    }
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
      surroundings.loop().execute(() -> fail(waiting, null, reason));
    }
  }

  private void fail(OtpEnvelope.Caller waiting, Term target, Term reason) {
    ControlMessage.Monitor monitor =
        waiting.monitor() == null ? null : watchers.remove(waiting.monitor());
    if (monitor != null) {
      down(monitor, reason);
    } else {
      Log.debug("TLP1413", "a caller of " + target + " does not monitor it, and is not told");
    }
  }

  /** What {@code sys} asks of a process of OTP: to show its state, for example. */
  private void refuseSystem(OtpEnvelope.Caller waiting, ReceivedPayload payload, Runnable onDone) {
    boolean isSmall = payload instanceof ReceivedPayload.Heap;
    Term request = request(payload, onDone);
    Term asked = isSmall ? request : TOO_LARGE;
    connection.answerNow(
        waiting, Tuple.of(Atom.ERROR, Tuple.of(new Atom("unknown_system_msg"), asked)));
  }

  /** Returns whether a name is one that every node of Erlang, or of teleport, has. */
  private boolean isBuiltIn(String name) {
    return name.equals(NET_KERNEL)
        || (name.equals(TeleportLayout.LISTEN_SERVER) && surroundings.teleportPort() > 0);
  }

  /** Whether this node is allowed to be there, which is what a ping asks; or the teleport port. */
  private void builtIn(
      String name, OtpEnvelope envelope, ReceivedPayload payload, Runnable onDone) {
    Term request = request(payload, onDone);
    if (envelope.caller() == null) {
      return;
    }
    Term answer = Tuple.of(Atom.ERROR, new Atom("not_supported"));
    if (!name.equals(NET_KERNEL)) {
      if (request.equals(new Atom("get_port"))) {
        answer = Tuple.of(Atom.OK, IntegerTerm.of(surroundings.teleportPort()));
      }
    } else if (request instanceof Tuple tuple
        && tuple.size() == 2
        && tuple.get(0) instanceof Atom atom
        && atom.value().equals("is_auth")) {
      answer = new Atom("yes");
    }
    connection.answerNow(envelope.caller(), answer);
  }

  private Term request(ReceivedPayload payload, Runnable onDone) {
    try {
      if (payload instanceof ReceivedPayload.Streamed || payload.size() > MOST_READ) {
        return TOO_LARGE;
      }
      Term term = payload.decode(surroundings.decoder());
      return io.teleport.term.Terms.detached(term);
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

  // ------------------------------------------------------------------ signals

  private Term reason(ReceivedPayload payload, Runnable onDone) {
    return request(payload, onDone);
  }

  private void signal(ControlMessage control, Term payload) {
    if (control instanceof ControlMessage.Monitor monitor) {
      monitor(monitor);
    } else if (control instanceof ControlMessage.Demonitor monitor) {
      watchers.remove(monitor.reference());
    } else if (control instanceof ControlMessage.MonitorExit exit) {
      Term reason = exit.reason() != null ? exit.reason() : payload;
      OutgoingCalls.Waiting call = calls.remove(exit.reference());
      if (call != null) {
        call.listener().failed(OutgoingCalls.ended(call, reason == null ? NOPROC : reason));
      }
    } else if (control instanceof ControlMessage.Link link) {
      link(link);
    } else if (control instanceof ControlMessage.Unlink unlink) {
      watchers.unlink(unlink.from(), unlink.to());
      connection.control(
          new ControlMessage.UnlinkAcknowledged(unlink.id(), unlink.to(), unlink.from()));
    } else if (control instanceof ControlMessage.Exit exit) {
      watchers.unlink(exit.from(), exit.to());
    } else if (control instanceof ControlMessage.Unknown left) {
      unknown.incrementAndGet();
      Log.debug(
          "TLP1414",
          "%s sent a control message that is left out: operation %d"
              .formatted(connection.name(), left.operation()));
    }
  }

  private void monitor(ControlMessage.Monitor monitor) {
    if (!isThere(monitor.to())) {
      down(monitor, NOPROC);
    } else if (!watchers.add(monitor)) {
      down(monitor, new Atom("system_limit"));
    }
  }

  private boolean isThere(Term target) {
    if (target instanceof Pid pid) {
      return isCaller(pid) || local.isThere(Address.of(pid));
    }
    String name = ((Atom) target).value();
    Address address = named(name);
    return isBuiltIn(name) || (address != null && local.isThere(address));
  }

  private void down(ControlMessage.Monitor monitor, Term reason) {
    boolean inPayload = connection.peer().agreed().has(DistributionFlags.EXIT_PAYLOAD);
    connection.control(
        new ControlMessage.MonitorExit(
            monitor.to(), monitor.from(), monitor.reference(), inPayload ? null : reason),
        inPayload ? reason : null);
  }

  private void link(ControlMessage.Link link) {
    if (!isThere(link.to()) || !watchers.link(link.from(), link.to())) {
      exit(link.to(), link.from(), NOPROC);
    }
  }

  private void exit(Pid from, Pid to, Term reason) {
    boolean inPayload = connection.peer().agreed().has(DistributionFlags.EXIT_PAYLOAD);
    connection.control(
        new ControlMessage.Exit(from, to, inPayload ? null : reason), inPayload ? reason : null);
  }

  /** A name or a process of the local node is gone: who watches it is told. */
  void gone(Term target, Term reason) {
    for (ControlMessage.Monitor monitor : watchers.removeAll(target)) {
      down(monitor, reason);
    }
    if (target instanceof Pid pid) {
      watchers.unlinkAll(pid).forEach(linked -> exit(pid, linked, reason));
    }
  }
}
