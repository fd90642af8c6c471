package io.teleport.chaos.node;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What one thread is to send, an endless sequence that is a function of the seed, the node, its
 * life and the thread. Used by one thread.
 */
final class Drafts {

  /** The largest body, in bytes. */
  static final int LARGEST = 20 << 20;

  private static final int KEYS = 4;
  private static final double CALLS = 0.25;
  private static final double KEYED = 0.4;
  private static final int LARGEST_CALL = 2 << 20;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final int self;
  private final int nodes;
  private final RandomGenerator random;
  private final int[] numbers = new int[KEYS + 1];

  /** Creates it. */
  Drafts(long seed, int self, int life, int thread, int nodes) {
    this.self = self;
    this.nodes = nodes;
    long stream = (long) self << 32 | (long) life << 16 | thread;
    this.random = new SplittableRandom(seed ^ (stream + 1) * MIX);
  }

  Draft next() {
    double callDrawn = random.nextDouble();
    int size = size();
    int other = random.nextInt(nodes - 1);
    int drawn = 1 + random.nextInt(KEYS);
    int key = random.nextDouble() < KEYED ? drawn : 0;
    if (key != 0) {
      // One key, one receiver.
      other = key % (nodes - 1);
      numbers[key]++;
    }
    boolean call = key == 0 && callDrawn < CALLS;
    return new Draft(
        call,
        (self + 1 + other) % nodes,
        key,
        numbers[key],
        call ? Math.min(size, LARGEST_CALL) : size);
  }

  /** Small ones for the most part, but large ones enough to have some under way at all times. */
  private int size() {
    double draw = random.nextDouble();
    if (draw < 0.02) {
      return 0;
    }
    if (draw < 0.75) {
      return between(1, 512);
    }
    if (draw < 0.96) {
      return between(512, 64 << 10);
    }
    if (draw < 0.99) {
      return between(64 << 10, 512 << 10);
    }
    if (draw < 0.999) {
      return between(512 << 10, 4 << 20);
    }
    return between(4 << 20, LARGEST);
  }

  private int between(double least, double most) {
    return (int) (least * Math.pow(most / least, random.nextDouble()));
  }
}
