package io.teleport.engine.peer;

/**
 * How a message travels.
 *
 * @param isConfirmed whether it is kept until the receiver confirms it, and sent again if need be
 * @param strand messages of the same strand are delivered in the order in which they were accepted:
 *     0 to {@link #STRANDS} - 1, or {@link #NO_STRAND}
 */
public record Passage(boolean isConfirmed, int strand) {

  /** Of a message whose place among others does not matter. */
  public static final int NO_STRAND = -1;

  /** How many strands there are: keys that fall on the same one wait for each other. */
  public static final int STRANDS = 1024;

  /** Confirmed, in any order. */
  public static final Passage CONFIRMED = new Passage(true, NO_STRAND);

  /** Sent once, in any order. */
  public static final Passage BEST_EFFORT = new Passage(false, NO_STRAND);

  /** Checks the strand. */
  public Passage {
    if (strand < NO_STRAND || strand >= STRANDS) {
      throw new IllegalArgumentException("strand " + strand + "; allowed: -1 to " + (STRANDS - 1));
    }
  }

  /** Returns a confirmed passage on the strand of a key. */
  public static Passage inOrderOf(String key) {
    int hash = key.hashCode() * 0x9E3779B9;
    return new Passage(true, hash >>> 22);
  }
}
