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
    /** To be passed on along the ring. */
    RING(1),
    /** Tells a sender that its message arrived. */
    ACK(2),
    /** To be counted, and its body checked. */
    BULK(3),
    /** To be counted. */
    SMALL(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** Returns what stands for the kind on the wire. */
    int code() {
      return code;
    }

    /** Returns the kind that a code stands for. */
    static Kind of(int code) {
      return switch (code) {
        case 1 -> RING;
        case 2 -> ACK;
        case 3 -> BULK;
        case 4 -> SMALL;
        default -> throw new IllegalArgumentException("no kind has the code " + code);
      };
    }
  }

  /** Returns a parcel with one hop less. */
  public Parcel onward() {
    return new Parcel(kind, origin, sender, hops - 1, value, body);
  }
}
