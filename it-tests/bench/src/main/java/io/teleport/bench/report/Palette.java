package io.teleport.bench.report;

import java.awt.Color;
import java.util.Map;

/**
 * A colour for each peer, the same in all charts. Those of Okabe and Ito, which people who see
 * colours differently can tell apart.
 */
final class Palette {

  static final Color INK = new Color(0x1f2933);
  static final Color FAINT_INK = new Color(0x616e7c);
  static final Color GRID = new Color(0xe4e7eb);

  /** Of logarithmic axes, where there are many lines. */
  static final Color FAINT_GRID = new Color(0xeff1f4);

  private static final Map<String, Color> PEERS =
      Map.of(
          "teleport", new Color(0x0072b2),
          "raw", new Color(0x9aa5b1),
          "erlang", new Color(0xd55e00),
          "jms", new Color(0xe69f00),
          "jinterface-1.6.1", new Color(0xd55e00),
          "jinterface-debian", new Color(0xcc79a7),
          "encon", new Color(0x009e73),
          "jackson-cbor", new Color(0xe69f00));

  private static final Color[] OTHERS = {
    new Color(0x009e73), new Color(0xcc79a7), new Color(0x56b4e9), new Color(0xf0e442)
  };

  private Palette() {}

  /** Returns the colour of a peer; one that is not known has always the same, too. */
  static Color of(String peer) {
    Color known = PEERS.get(peer);
    return known == null ? OTHERS[Math.floorMod(peer.hashCode(), OTHERS.length)] : known;
  }
}
