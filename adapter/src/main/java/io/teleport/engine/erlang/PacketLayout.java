package io.teleport.engine.erlang;

/**
 * What stands at the begin of a packet between connected nodes, after its length in 32 bits. A
 * packet of length 0 is a tick.
 *
 * @see <a
 *     href="https://www.erlang.org/doc/apps/erts/erl_ext_dist.html#distribution-header">Distribution
 *     Header</a>
 */
final class PacketLayout {

  /** The length of a packet. */
  static final int LENGTH = Integer.BYTES;

  /** No header: a control message and maybe a message, each with a version before it. */
  static final byte PASS_THROUGH = 112;

  /** The version before terms and headers. */
  static final byte VERSION = (byte) 131;

  /** A header, then a control message and maybe a message, without versions. */
  static final byte WHOLE = 68;

  /** A header with the first fragment of a message. */
  static final byte FIRST_FRAGMENT = 69;

  /** A later fragment of a message. */
  static final byte NEXT_FRAGMENT = 70;

  /** Version, tag and no references to atoms. */
  static final int WHOLE_HEADER = 3;

  /** Version, tag, sequence and number of the fragment, and no references to atoms. */
  static final int FIRST_HEADER = 19;

  /** Version, tag, sequence and number of the fragment. */
  static final int NEXT_HEADER = 18;

  /** How much of a message this node puts into a fragment, as Erlang's nodes do. */
  static final int FRAGMENT = 64 * 1024;

  private PacketLayout() {}
}
