package io.teleport.engine.erlang;

import io.teleport.engine.observe.Log;
import io.teleport.term.Atom;
import io.teleport.term.Pid;
import io.teleport.term.Reference;
import io.teleport.term.Term;

/**
 * The monitors and links that processes of one Erlang node have on names and processes here: each
 * is told once that what it watches is gone, or at once that it is not there. Confined to a loop.
 *
 * @see <a href="https://www.erlang.org/doc/system/ref_man_processes.html">Erlang Reference Manual,
 *     Processes</a>
 */
final class Signals {

  private static final Atom NOPROC = new Atom("noproc");
  private static final Atom SYSTEM_LIMIT = new Atom("system_limit");

  private final DistributionConnection connection;
  private final Residents residents;
  private final OutgoingCalls calls;
  private final Watchers watchers = new Watchers();

  Signals(DistributionConnection connection, Residents residents, OutgoingCalls calls) {
    this.connection = connection;
    this.residents = residents;
    this.calls = calls;
  }

  /**
   * Takes what another process says that is no message.
   *
   * @param payload the reason of an exit, if it does not stand in the control message; else null
   * @return false if the control message is not understood
   */
  boolean take(ControlMessage control, Term payload) {
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
    } else if (control instanceof ControlMessage.Unknown) {
      return false;
    }
    return true;
  }

  private void monitor(ControlMessage.Monitor monitor) {
    if (!residents.isThere(monitor.to())) {
      down(monitor, NOPROC);
    } else if (!watchers.add(monitor)) {
      down(monitor, SYSTEM_LIMIT);
    }
  }

  private void link(ControlMessage.Link link) {
    if (!residents.isThere(link.to()) || !watchers.link(link.from(), link.to())) {
      exit(link.to(), link.from(), NOPROC);
    }
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

  /**
   * Tells a caller that there will be no answer, as if what it has called had ended.
   *
   * @param monitor by which it watches that, null if it does not
   */
  void noAnswer(Reference monitor, Term reason) {
    ControlMessage.Monitor watching = monitor == null ? null : watchers.remove(monitor);
    if (watching != null) {
      down(watching, reason);
    } else {
      Log.debug(
          "TLP1413",
          "a caller of %s does not monitor whom it called, and is not told: %s"
              .formatted(connection.name(), reason));
    }
  }

  private void down(ControlMessage.Monitor monitor, Term reason) {
    boolean inPayload = connection.peer().agreed().has(DistributionFlags.EXIT_PAYLOAD);
    connection.control(
        new ControlMessage.MonitorExit(
            monitor.to(), monitor.from(), monitor.reference(), inPayload ? null : reason),
        inPayload ? reason : null);
  }

  private void exit(Pid from, Pid to, Term reason) {
    boolean inPayload = connection.peer().agreed().has(DistributionFlags.EXIT_PAYLOAD);
    connection.control(
        new ControlMessage.Exit(from, to, inPayload ? null : reason), inPayload ? reason : null);
  }
}
