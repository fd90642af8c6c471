package io.teleport.engine.erlang;

import io.teleport.term.IntegerTerm;
import io.teleport.term.Pid;
import io.teleport.term.Reference;
import io.teleport.term.Term;

/** What one node has to say to another, as far as this one understands it. */
sealed interface ControlMessage {

  /**
   * A message to a process follows.
   *
   * @param from its sender, or null if that is not told
   * @param to the process
   */
  record Send(Pid from, Pid to) implements ControlMessage {}

  /**
   * A message to a registered name follows.
   *
   * @param from its sender
   * @param to the name
   */
  record SendToName(Pid from, String to) implements ControlMessage {}

  /**
   * A message to an alias follows.
   *
   * @param from its sender
   * @param to the alias
   */
  record SendToAlias(Pid from, Reference to) implements ControlMessage {}

  /** A process links itself to another. */
  record Link(Pid from, Pid to) implements ControlMessage {}

  /**
   * A process unlinks itself from another, which has to acknowledge it.
   *
   * @param id tells one from another; up to 64 bits
   */
  record Unlink(IntegerTerm id, Pid from, Pid to) implements ControlMessage {}

  /** The answer to {@link Unlink}. */
  record UnlinkAcknowledged(IntegerTerm id, Pid from, Pid to) implements ControlMessage {}

  /**
   * A linked process has ended, or wants another to end.
   *
   * @param reason why; null if it follows
   */
  record Exit(Pid from, Pid to, Term reason) implements ControlMessage {}

  /**
   * A process wants to be told when another ends.
   *
   * @param to a {@link Pid}, or the {@link io.teleport.term.Atom} of a registered name
   * @param reference tells one monitor from another
   */
  record Monitor(Pid from, Term to, Reference reference) implements ControlMessage {}

  /** A process does not want to be told any more. */
  record Demonitor(Pid from, Term to, Reference reference) implements ControlMessage {}

  /**
   * A process that was monitored has ended.
   *
   * @param from a {@link Pid}, or the {@link io.teleport.term.Atom} of a registered name
   * @param to who monitored it
   * @param reason why; null if it follows
   */
  record MonitorExit(Term from, Pid to, Reference reference, Term reason)
      implements ControlMessage {}

  /**
   * Something else, which is left out.
   *
   * @param operation its number
   */
  record Unknown(long operation) implements ControlMessage {}
}
