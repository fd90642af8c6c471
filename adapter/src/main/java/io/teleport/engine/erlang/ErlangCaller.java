package io.teleport.engine.erlang;

import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.term.Pid;
import io.teleport.term.Reference;

/**
 * A process of an Erlang node that waits for an answer. Nothing is kept for it here: if it has
 * given up when the answer comes, its node drops it.
 */
public final class ErlangCaller {

  private final NodeName node;
  private final MessageKind kind;
  private final OtpEnvelope.Caller caller;

  ErlangCaller(NodeName node, MessageKind kind, OtpEnvelope.Caller caller) {
    this.node = node;
    this.kind = kind;
    this.caller = caller;
  }

  /** Returns the process's node. */
  public NodeName node() {
    return node;
  }

  /** Returns what it waits for. */
  MessageKind kind() {
    return kind;
  }

  OtpEnvelope.Caller asInEnvelope() {
    return caller;
  }

  Pid pid() {
    return caller.pid();
  }

  /** Returns what the answer has to begin with, encoded. */
  byte[] tag() {
    return caller.tag();
  }

  /** Returns where the answer goes; null if to the process. */
  Reference alias() {
    return caller.alias();
  }
}
