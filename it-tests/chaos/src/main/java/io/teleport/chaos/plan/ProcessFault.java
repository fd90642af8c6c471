package io.teleport.chaos.plan;

import java.time.Duration;

/**
 * Something that is to happen to a node's process.
 *
 * @param pause since the one before was over
 * @param node index of the node
 * @param kind what happens
 * @param duration how long the process stands still, or is gone
 */
public record ProcessFault(Duration pause, int node, Kind kind, Duration duration) {

  /** What can happen to a process. */
  public enum Kind {
    /** It stands still (SIGSTOP) and goes on (SIGCONT). */
    FREEZE,
    /** It is killed (SIGKILL) and started anew. */
    KILL
  }
}
