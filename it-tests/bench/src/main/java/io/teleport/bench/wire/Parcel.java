package io.teleport.bench.wire;

/**
 * A message of a workload. Whoever is handed one owns its body.
 *
 * @param kind what the role that receives it has to do
 * @param origin index of the node that began it
 * @param sender index of the sender within that node
 * @param hops how many nodes it has still to pass
 * @param value a number that goes with it
 * @param body its bytes
 */
public record Parcel(Kind kind, int origin, int sender, int hops, long value, Body body) {

  /** What a parcel is for. */
  public enum Kind {
    /** Nothing: it opens the way. */
    PRIME,
    /** To be passed on along the ring. */
    RING,
    /** Tells a sender that its message arrived. */
    ACK,
    /** To be counted, and its body checked. */
    BULK,
    /** To be counted. */
    SMALL
  }

  private static final Kind[] KINDS = Kind.values();

  /** Returns the kind of a number. */
  static Kind kind(int ordinal) {
    return KINDS[ordinal];
  }

  /** Returns a parcel with one hop less. */
  public Parcel onward() {
    return new Parcel(kind, origin, sender, hops - 1, value, body);
  }
}
