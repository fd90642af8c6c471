package io.teleport.engine.erlang;

import io.teleport.term.Pid;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which processes of one Erlang node want to know when names or processes of the local node are
 * gone: by monitors and by links. Confined to a loop.
 */
final class Watchers {

  private static final int MAX = 1_000_000;

  private final Map<Reference, ControlMessage.Monitor> monitors = new HashMap<>();
  private final Map<Term, Set<Reference>> byTarget = new HashMap<>();
  private final Map<Pid, Set<Pid>> links = new HashMap<>();

  /** Adds a monitor; returns false if there are too many. */
  boolean add(ControlMessage.Monitor monitor) {
    if (monitors.size() >= MAX) {
      return false;
    }
    remove(monitor.reference());
    monitors.put(monitor.reference(), monitor);
    byTarget.computeIfAbsent(monitor.to(), target -> new HashSet<>()).add(monitor.reference());
    return true;
  }

  /** Removes a monitor; returns it, or null if there is none. */
  ControlMessage.Monitor remove(Reference reference) {
    ControlMessage.Monitor monitor = monitors.remove(reference);
    if (monitor != null) {
      Set<Reference> others = byTarget.get(monitor.to());
      others.remove(reference);
      if (others.isEmpty()) {
        byTarget.remove(monitor.to());
      }
    }
    return monitor;
  }

  /** Removes the monitors of a name or process that is gone, and returns them. */
  List<ControlMessage.Monitor> removeAll(Term target) {
    Set<Reference> references = byTarget.remove(target);
    return references == null ? List.of() : references.stream().map(monitors::remove).toList();
  }

  /** Returns how many monitors there are. */
  int size() {
    return monitors.size();
  }

  /**
   * Adds a link of a process over there to one here, if it is not there already; returns false if
   * there are too many.
   */
  boolean link(Pid from, Pid to) {
    Set<Pid> linked = links.computeIfAbsent(to, pid -> new HashSet<>());
    return linked.contains(from) || (linked.size() < MAX && linked.add(from));
  }

  /** Removes a link. */
  void unlink(Pid from, Pid to) {
    Set<Pid> linked = links.get(to);
    if (linked != null && linked.remove(from) && linked.isEmpty()) {
      links.remove(to);
    }
  }

  /** Removes the links to a process here that is gone, and returns who was linked. */
  Set<Pid> unlinkAll(Pid to) {
    Set<Pid> linked = links.remove(to);
    return linked == null ? Set.of() : linked;
  }
}
