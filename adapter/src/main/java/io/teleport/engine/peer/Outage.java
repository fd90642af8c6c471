package io.teleport.engine.peer;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether an association is without any pool of sockets, and what is known of the node meanwhile.
 *
 * <p>A node whose sockets are lost may be alive. If its host then refuses the connection at an
 * address where this node had reached it before, its process is most probably gone: nobody listens
 * there any more. That is not proof enough to give up what is to arrive once, for a proxy or a
 * firewall may refuse as well; but enough for calls, whose callers are better told at once.
 *
 * <p>Confined to the small loop, but for {@link #isRefused}.
 */
final class Outage {

  private final Set<InetSocketAddress> reached = new HashSet<>();
  private boolean isOn;
  private int count;
  private volatile boolean refused;

  /** Returns whether there is an address at which the node was reached. */
  boolean wasReached() {
    return !reached.isEmpty();
  }

  /** The node was reached at an address. */
  void reached(InetSocketAddress address) {
    reached.add(address);
  }

  /** There is no pool any more; returns which outage this is. */
  int begin() {
    isOn = true;
    count++;
    return count;
  }

  /** There is a pool; returns whether there was none. */
  boolean end() {
    boolean was = isOn;
    isOn = false;
    refused = false;
    return was;
  }

  /** Returns whether there is no pool. */
  boolean isOn() {
    return isOn;
  }

  /** Returns whether there has been no pool since a certain outage began. */
  boolean isStill(int which) {
    return isOn && count == which;
  }

  /** The connection was refused; returns whether that says that the process is gone. */
  boolean refusedAt(InetSocketAddress address) {
    if (isOn && reached.contains(address)) {
      refused = true;
    }
    return refused;
  }

  /** Returns whether the process is most probably gone. */
  boolean isRefused() {
    return refused;
  }
}
