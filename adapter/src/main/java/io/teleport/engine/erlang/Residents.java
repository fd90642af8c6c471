package io.teleport.engine.erlang;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.term.Atom;
import io.teleport.term.Pid;
import io.teleport.term.Term;

/**
 * Whom Erlang nodes can reach on this node: names and processes of applications, the names that
 * every node has, and the process in whose name this node calls. Safe for use by any thread.
 */
final class Residents {

  /** The name whose process every Erlang node asks whether another node may connect. */
  static final String NET_KERNEL = "net_kernel";

  private final LocalProcesses local;
  private final NodeName self;
  private final Pid caller;
  private final boolean takesTeleportSockets;

  Residents(ErlangSurroundings surroundings) {
    this.local = surroundings.local();
    this.self = surroundings.settings().name();
    this.caller = surroundings.caller();
    this.takesTeleportSockets = surroundings.teleportPort() > 0;
  }

  /** Returns whether this is the process in whose name this node calls others. */
  boolean isCaller(Pid pid) {
    return pid.equals(caller);
  }

  /** Returns whether a name is one that every node of Erlang, or of teleport, has. */
  boolean isBuiltIn(String name) {
    return name.equals(NET_KERNEL)
        || (takesTeleportSockets && name.equals(TeleportLayout.LISTEN_SERVER));
  }

  /** Returns the address of a name here; null if it can never be registered. */
  Address named(String name) {
    try {
      return Address.of(name, self);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  boolean isThere(String name) {
    if (isBuiltIn(name)) {
      return true;
    }
    Address address = named(name);
    return address != null && local.isThere(address);
  }

  boolean isThere(Pid pid) {
    return isCaller(pid) || local.isThere(Address.of(pid));
  }

  /**
   * Returns whether somebody is there.
   *
   * @param target an atom, for a name, or a pid
   */
  boolean isThere(Term target) {
    return target instanceof Pid pid ? isThere(pid) : isThere(((Atom) target).value());
  }

  /**
   * Returns to whom of the applications a control message goes; null if it is for this node itself,
   * or for nobody.
   */
  Address recipient(ControlMessage control) {
    if (control instanceof ControlMessage.SendToName send) {
      return isBuiltIn(send.to()) ? null : named(send.to());
    }
    return control instanceof ControlMessage.Send send && !isCaller(send.to())
        ? Address.of(send.to())
        : null;
  }
}
