package io.teleport.chaos.account;

/**
 * What tells a message from all others of a run: who sent it, and its number there. On the wire and
 * in journals it is one {@code long}.
 *
 * @param node index of the sending node, 0 to 127
 * @param life how often that node had been restarted, 0 to 255
 * @param thread index of the sending thread, 0 to 255
 * @param serial number among the messages of that thread, from 0
 */
public record LetterId(int node, int life, int thread, long serial) {

  private static final int SERIAL_BITS = 40;
  private static final int FIELD_BITS = 8;
  private static final int FIELD = (1 << FIELD_BITS) - 1;

  /** Returns the id as one number. */
  public long packed() {
    return (((long) node << FIELD_BITS | life) << FIELD_BITS | thread) << SERIAL_BITS | serial;
  }

  /** Returns what all messages of this thread have in common. */
  long origin() {
    return packed() >>> SERIAL_BITS;
  }

  /** Returns the id that a number stands for. */
  public static LetterId unpacked(long packed) {
    int origin = (int) (packed >>> SERIAL_BITS);
    return new LetterId(
        (origin >>> (2 * FIELD_BITS)) & FIELD,
        (origin >>> FIELD_BITS) & FIELD,
        origin & FIELD,
        packed & ((1L << SERIAL_BITS) - 1));
  }

  @Override
  public String toString() {
    return "%d.%d.%d.%d".formatted(node, life, thread, serial);
  }
}
