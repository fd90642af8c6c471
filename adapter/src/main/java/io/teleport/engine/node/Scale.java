package io.teleport.engine.node;

/**
 * How many I/O loops and sockets a node has unless its settings say so.
 *
 * <p>One loop keeps about one processor busy with copying to and from sockets: some 3 GiB a second,
 * more than most networks carry. So a quarter of the processors is enough for large messages, which
 * leaves the others to those who encode, decode and handle them. From two processors on there are
 * two loops: what one node sends does not wait for what it receives, and where processors are
 * short, their scheduler gives large messages their share beside threads that call all the time.
 */
final class Scale {

  private static final int PROCESSORS_PER_LOOP = 4;
  private static final int LEAST_LOOPS = 2;
  private static final int MOST_LOOPS = 8;

  /** A second socket lets one message arrive while another waits for its sender's memory. */
  private static final int LEAST_SOCKETS = 2;

  private Scale() {}

  /** Returns how many loops serve the sockets of large messages. */
  static int bulkLoops(int processors) {
    int least = Math.min(LEAST_LOOPS, processors);
    return Math.min(Math.max(least, processors / PROCESSORS_PER_LOOP), MOST_LOOPS);
  }

  /** Returns how many sockets a pool has for large messages: as many for each loop. */
  static int bulkSockets(int bulkLoops) {
    return Math.max(LEAST_SOCKETS, bulkLoops);
  }
}
