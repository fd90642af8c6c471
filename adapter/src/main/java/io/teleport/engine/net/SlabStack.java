package io.teleport.engine.net;

/**
 * Slabs of one kind, the one that came last on top, since its memory is most likely to be in the
 * processor's cache. A slab is on one stack at the most. Guarded by the pool's lock.
 */
final class SlabStack {

  private Slab top;

  /** Returns the slab on top, or null if there is none. */
  Slab peek() {
    return top;
  }

  void push(Slab slab) {
    slab.below = top;
    slab.above = null;
    if (top != null) {
      top.above = slab;
    }
    top = slab;
  }

  /** Removes a slab that is on this stack, wherever it is. */
  void remove(Slab slab) {
    if (slab.above == null) {
      top = slab.below;
    } else {
      slab.above.below = slab.below;
    }
    if (slab.below != null) {
      slab.below.above = slab.above;
    }
    slab.above = null;
    slab.below = null;
  }
}
