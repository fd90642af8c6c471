package io.teleport.engine.erlang;

import io.teleport.term.Atom;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;

/** Makes the terms of the control messages that this node sends. */
final class ControlEncoder {

  private ControlEncoder() {}

  /**
   * Returns the term of a message.
   *
   * @param agreed what both nodes can do, on which the form of some messages depends
   * @throws IllegalArgumentException if it is one that this node never sends
   */
  static Tuple encode(ControlMessage message, DistributionFlags agreed) {
    if (message instanceof ControlMessage.SendToName send) {
      return tuple(ControlOperation.REG_SEND, send.from(), Atom.EMPTY, new Atom(send.to()));
    } else if (message instanceof ControlMessage.Send send) {
      return send.from() != null && agreed.has(DistributionFlags.SEND_SENDER)
          ? tuple(ControlOperation.SEND_SENDER, send.from(), send.to())
          : tuple(ControlOperation.SEND, Atom.EMPTY, send.to());
    } else if (message instanceof ControlMessage.SendToAlias send) {
      return tuple(ControlOperation.ALIAS_SEND, send.from(), send.to());
    } else if (message instanceof ControlMessage.Monitor monitor) {
      return tuple(ControlOperation.MONITOR_P, monitor.from(), monitor.to(), monitor.reference());
    } else if (message instanceof ControlMessage.Demonitor monitor) {
      return tuple(ControlOperation.DEMONITOR_P, monitor.from(), monitor.to(), monitor.reference());
    } else if (message instanceof ControlMessage.MonitorExit exit) {
      return exit.reason() == null
          ? tuple(ControlOperation.PAYLOAD_MONITOR_P_EXIT, exit.from(), exit.to(), exit.reference())
          : tuple(
              ControlOperation.MONITOR_P_EXIT,
              exit.from(),
              exit.to(),
              exit.reference(),
              exit.reason());
    } else if (message instanceof ControlMessage.Exit exit) {
      return exit.reason() == null
          ? tuple(ControlOperation.PAYLOAD_EXIT, exit.from(), exit.to())
          : tuple(ControlOperation.EXIT, exit.from(), exit.to(), exit.reason());
    } else if (message instanceof ControlMessage.Link link) {
      return tuple(ControlOperation.LINK, link.from(), link.to());
    } else if (message instanceof ControlMessage.Unlink unlink) {
      return tuple(ControlOperation.UNLINK_ID, unlink.id(), unlink.from(), unlink.to());
    } else if (message instanceof ControlMessage.UnlinkAcknowledged unlink) {
      return tuple(ControlOperation.UNLINK_ID_ACK, unlink.id(), unlink.from(), unlink.to());
    }
    throw new IllegalArgumentException("never sent: " + message);
  }

  private static Tuple tuple(int operation, Term... elements) {
    Term[] all = new Term[elements.length + 1];
    all[0] = IntegerTerm.of(operation);
    System.arraycopy(elements, 0, all, 1, elements.length);
    return Tuple.wrap(all);
  }
}
