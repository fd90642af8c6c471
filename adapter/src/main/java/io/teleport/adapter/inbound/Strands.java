package io.teleport.adapter.inbound;

import io.teleport.NodeName;
import io.teleport.engine.peer.Passage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets one message of each strand go on at a time, in the order in which they came. A strand is
 * <em>free</em>, and takes no memory, or <em>taken</em> by those that have gone on and not left:
 * one message, and what was {@linkplain #clear cleared} from behind it; the others wait here.
 * Messages without a strand pass.
 *
 * <p>Strands of different senders have nothing to do with each other. Messages that wait belong to
 * this. Safe for use by any thread.
 */
final class Strands {

  private record Key(NodeName sender, int strand) {}

  /** A taken strand: how many have gone on and not left, and who waits for them. */
  private static final class Taken {
    private final Deque<InboundTeleportMessage> waiting = new ArrayDeque<>(0);
    private int gone = 1;
  }

  private final Map<Key, Taken> taken = new HashMap<>();

  /** Returns whether a message goes on now; it waits otherwise. */
  boolean enter(InboundTeleportMessage message) {
    if (message.strand() == Passage.NO_STRAND) {
      return true;
    }
    Key key = key(message);
    synchronized (this) {
      Taken strand = taken.get(key);
      if (strand == null) {
        taken.put(key, new Taken());
        return true;
      }
      strand.waiting.add(message);
      return false;
    }
  }

  /**
   * A message that has gone on, or was cleared, is done with.
   *
   * @return the one that goes on in its stead; null if none waits
   */
  InboundTeleportMessage leave(InboundTeleportMessage message) {
    if (message.strand() == Passage.NO_STRAND) {
      return null;
    }
    Key key = key(message);
    synchronized (this) {
      Taken strand = taken.get(key);
      if (--strand.gone > 0) {
        return null;
      }
      InboundTeleportMessage next = strand.waiting.poll();
      if (next == null) {
        taken.remove(key);
      } else {
        strand.gone = 1;
      }
      return next;
    }
  }

  /**
   * Lets all that wait go, in the order of each strand. What comes later waits until each of them
   * has left.
   */
  synchronized List<InboundTeleportMessage> clear() {
    List<InboundTeleportMessage> all = new ArrayList<>();
    for (Taken strand : taken.values()) {
      all.addAll(strand.waiting);
      strand.gone += strand.waiting.size();
      strand.waiting.clear();
    }
    return all;
  }

  /** Returns how many strands are taken. */
  synchronized int taken() {
    return taken.size();
  }

  private static Key key(InboundTeleportMessage message) {
    return new Key(message.sender(), message.strand());
  }
}
