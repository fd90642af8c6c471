package io.teleport.engine.erlang;

import io.teleport.term.Atom;
import io.teleport.term.Pid;
import io.teleport.term.Term;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The packets of the Erlang teleport library: after a length of 32 bits, {@code {send, Dest,
 * Message}} in the external term format.
 */
final class TeleportLayout {

  /** The name of the process that knows the port, on each node with the library. */
  static final String LISTEN_SERVER = "teleport_listen_server";

  /** Where the label of the tuple begins. */
  static final int DESTINATION = 3;

  private static final int SMALL_TUPLE = 104;
  private static final byte[] SEND = "send".getBytes(StandardCharsets.US_ASCII);

  /** The tags of atoms with a length of 8 bits, in UTF-8 and in Latin-1. */
  private static final int SMALL_ATOM = 119;

  private static final int SMALL_ATOM_LATIN1 = 115;

  /** The tags of atoms with a length of 16 bits. */
  private static final int ATOM = 118;

  private static final int ATOM_LATIN1 = 100;

  private TeleportLayout() {}

  /** Returns whether a packet begins as it must. */
  static boolean isSend(byte[] head, int length) {
    int label = labelLength(head);
    if (length <= DESTINATION + label
        || head[0] != PacketLayout.VERSION
        || head[1] != SMALL_TUPLE
        || head[2] != 3
        || label == 0) {
      return false;
    }
    int end = DESTINATION + label;
    return Arrays.equals(head, end - SEND.length, end, SEND, 0, SEND.length)
        && head[end - SEND.length - 1] == SEND.length;
  }

  /** Returns the number of bytes of the label; 0 if it is no atom. */
  static int labelLength(byte[] head) {
    return switch (head[DESTINATION]) {
      case SMALL_ATOM, SMALL_ATOM_LATIN1 -> 2 + SEND.length;
      case ATOM, ATOM_LATIN1 -> 3 + SEND.length;
      default -> 0;
    };
  }

  /** Returns the control message that says the same of a destination; null if it is none. */
  static ControlMessage send(Term destination) {
    if (destination instanceof Atom name) {
      return new ControlMessage.SendToName(null, name.value());
    }
    return destination instanceof Pid pid ? new ControlMessage.Send(null, pid) : null;
  }
}
