package io.teleport.bench.cluster;

/**
 * Says for how long a peer goes on to warm up: until it gets no faster and its compiler has come to
 * rest. Speed alone does not tell. Where messages are large, code that runs once for each is
 * compiled minutes later, rounds differ by more than it still gains, and a peer that is written in
 * few lines is ready long before one that is not.
 */
final class WarmUp {

  // Rounds differ by more than a peer still gains by one, so a few that were slower tell nothing.
  private static final int NO_FASTER = 5;
  private static final double FASTER = 1.02;

  /** Which share of its processor time a peer's compiler may have in rounds that are counted. */
  private static final double AT_REST = 0.02;

  /** How many rounds in a row the compiler must have been at rest. */
  private static final int RESTED = 2;

  private final int most;
  private int rounds;
  private double best;
  private int noFaster;
  private int rested;
  private boolean warm;

  /**
   * Creates one for a peer that has done nothing yet.
   *
   * @param most how many rounds there are at the most
   */
  WarmUp(int most) {
    this.most = most;
  }

  /**
   * Takes note of a round.
   *
   * @param figure what peers are compared by; more is better
   * @param compiler the compiler's share of the processor time, from 0 to 1; not a number if no
   *     time was used
   */
  void add(double figure, double compiler) {
    rounds++;
    noFaster = figure > best * FASTER ? 0 : noFaster + 1;
    best = Math.max(best, figure);
    rested = compiler > AT_REST ? 0 : rested + 1;
    warm |= rounds >= most || (noFaster >= NO_FASTER && rested >= RESTED);
  }

  /** Returns whether one more round is needed; what was warm once stays so. */
  boolean goesOn() {
    return !warm;
  }
}
