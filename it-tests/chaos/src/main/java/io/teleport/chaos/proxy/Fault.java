package io.teleport.chaos.proxy;

import java.time.Duration;

/**
 * What is done to one socket.
 *
 * @param kind what happens
 * @param backward whether it is done to what flows to the node that opened the socket, where a
 *     fault has a direction; else to what flows from it
 * @param after how many more bytes pass in that direction first, 0 or more; those that do not pass
 *     within a second are not waited for
 * @param duration how long it lasts, where it does not end the socket at once
 * @param amount bytes a second for {@link Kind#THROTTLE}, bytes in a segment for {@link
 *     Kind#SPLIT}, milliseconds for {@link Kind#DELAY}; else of no meaning
 */
public record Fault(Kind kind, boolean backward, long after, Duration duration, int amount) {

  /** What can happen to a socket. */
  public enum Kind {
    /** Both ends are told that the connection was reset; what was under way is gone. */
    RESET(true),
    /** Both ends read the end of the stream, in the middle of a frame as the case may be. */
    FINISH(true),
    /** One end is told that the connection was reset, the other one nothing until it is over. */
    HALF_OPEN(true),
    /** What is sent goes nowhere, in both directions; in the end the connection is reset. */
    BLACK_HOLE(true),
    /** Nothing passes in one direction; then all that waited does. */
    STALL(false),
    /** Little passes in one direction. */
    THROTTLE(false),
    /** What passes in one direction comes a few bytes at a time. */
    SPLIT(false),
    /** What passes in one direction comes late. */
    DELAY(false);

    private final boolean fatal;

    Kind(boolean fatal) {
      this.fatal = fatal;
    }

    /** Returns whether the socket does not survive it. */
    public boolean isFatal() {
      return fatal;
    }
  }

  @Override
  public String toString() {
    String way = backward ? "<-" : "->";
    return kind.isFatal()
        ? "%s %s after %d bytes, %d ms".formatted(kind, way, after, duration.toMillis())
        : "%s %s for %d ms, %d".formatted(kind, way, duration.toMillis(), amount);
  }
}
