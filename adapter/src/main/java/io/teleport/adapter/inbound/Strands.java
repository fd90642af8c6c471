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
 * <em>free</em>, and takes no memory, or <em>taken</em> by the one message that has gone on and not
 * left; the others wait here. Messages without a strand pass.
 *
 * <p>Strands of different senders have nothing to do with each other. Messages that wait belong to
 * this. Safe for use by any thread.
 */
final class Strands {

  private record Key(NodeName sender, int strand) {}

  /** Who waits for a taken strand. */
  private final Map<Key, Deque<InboundTeleportMessage>> taken = new HashMap<>();

  /** Returns whether a message goes on now; it waits otherwise. */
  boolean enter(InboundTeleportMessage message) {
    if (message.strand() == Passage.NO_STRAND) {
      return true;
    }
    Key key = key(message);
    synchronized (this) {
      Deque<InboundTeleportMessage> waiting = taken.get(key);
      if (waiting == null) {
        taken.put(key, new ArrayDeque<>(0));
        return true;
      }
      waiting.add(message);
      return false;
    }
  }

  /**
   * A message that has gone on is done with.
   *
   * @return the one that goes on in its stead; null if none waits
   */
  InboundTeleportMessage leave(InboundTeleportMessage message) {
    if (message.strand() == Passage.NO_STRAND) {
      return null;
    }
    Key key = key(message);
    synchronized (this) {
      Deque<InboundTeleportMessage> waiting = taken.get(key);
      InboundTeleportMessage next = waiting == null ? null : waiting.poll();
      if (next == null) {
        taken.remove(key);
      }
      return next;
    }
  }

  /** Takes out all that wait, in the order of each strand. */
  synchronized List<InboundTeleportMessage> clear() {
    List<InboundTeleportMessage> all = new ArrayList<>();
    taken.values().forEach(all::addAll);
    taken.values().forEach(Deque::clear);
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
