package io.teleport.engine.erlang;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a node can do, as it says in its handshake: a set of bits. The layout of them.
 *
 * @param bits the set
 * @see <a
 *     href="https://www.erlang.org/doc/apps/erts/erl_dist_protocol.html#distribution-flags">Distribution
 *     Flags</a>
 */
record DistributionFlags(long bits) {

  static final long DIST_MONITOR = 1L << 3;
  static final long DIST_MONITOR_NAME = 1L << 5;
  static final long DIST_HDR_ATOM_CACHE = 1L << 13;
  static final long SMALL_ATOM_TAGS = 1L << 14;
  static final long SEND_SENDER = 1L << 19;
  static final long EXIT_PAYLOAD = 1L << 22;
  static final long FRAGMENTS = 1L << 23;
  static final long HANDSHAKE_23 = 1L << 24;
  static final long UNLINK_ID = 1L << 25;

  /** Stands for all that OTP 25 demands; a node may send it instead of them. */
  static final long MANDATORY_25_DIGEST = 1L << 26;

  static final long NAME_ME = 1L << 33;
  static final long V4_NC = 1L << 34;
  static final long ALIAS = 1L << 35;

  private static final Map<Long, String> NAMES_OF_MANDATORY =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(1L << 2, "EXTENDED_REFERENCES"),
              Map.entry(1L << 4, "FUN_TAGS"),
              Map.entry(1L << 7, "NEW_FUN_TAGS"),
              Map.entry(1L << 8, "EXTENDED_PIDS_PORTS"),
              Map.entry(1L << 9, "EXPORT_PTR_TAG"),
              Map.entry(1L << 10, "BIT_BINARIES"),
              Map.entry(1L << 11, "NEW_FLOATS"),
              Map.entry(1L << 16, "UTF8_ATOMS"),
              Map.entry(1L << 17, "MAP_TAG"),
              Map.entry(1L << 18, "BIG_CREATION"),
              Map.entry(HANDSHAKE_23, "HANDSHAKE_23"),
              Map.entry(UNLINK_ID, "UNLINK_ID"),
              Map.entry(V4_NC, "V4_NC")));

  private static final long MANDATORY_25 =
      NAMES_OF_MANDATORY.keySet().stream().mapToLong(Long::longValue).sum() & ~(UNLINK_ID | V4_NC);

  /** What OTP 26 and later demand. */
  static final DistributionFlags MANDATORY =
      new DistributionFlags(MANDATORY_25 | UNLINK_ID | V4_NC);

  /**
   * What this node says of itself. It is hidden (not PUBLISHED), takes part in no atom cache, which
   * demands a strict order and gains little, and runs nothing that another node asks it to (not
   * SPAWN).
   */
  static final DistributionFlags OURS =
      new DistributionFlags(
          MANDATORY.bits
              | DIST_MONITOR
              | DIST_MONITOR_NAME
              | SMALL_ATOM_TAGS
              | SEND_SENDER
              | EXIT_PAYLOAD
              | FRAGMENTS
              | MANDATORY_25_DIGEST
              | ALIAS);

  /** Returns whether all of these bits are set. */
  boolean has(long some) {
    return (bits & some) == some;
  }

  /** Returns the same, with what {@link #MANDATORY_25_DIGEST} stands for. */
  DistributionFlags expanded() {
    return has(MANDATORY_25_DIGEST) ? new DistributionFlags(bits | MANDATORY_25) : this;
  }

  /** Returns what both nodes can do. */
  DistributionFlags and(DistributionFlags other) {
    return new DistributionFlags(bits & other.bits);
  }

  /**
   * Returns the names of what this node cannot do without and the other one does not have; empty if
   * there is nothing. A node of OTP 25 has no need of what 26 demands, but has it.
   */
  String missing() {
    return NAMES_OF_MANDATORY.entrySet().stream()
        .filter(entry -> !has(entry.getKey()))
        .map(Map.Entry::getValue)
        .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return "0x" + Long.toHexString(bits).toUpperCase(java.util.Locale.ROOT);
  }
}
