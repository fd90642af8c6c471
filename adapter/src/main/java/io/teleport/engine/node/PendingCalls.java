package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.peer.IncomingMessage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** All calls of the node that wait for an answer. Safe for use by any thread. */
final class PendingCalls {

  private final AtomicLong correlations = new AtomicLong();
  private final Map<Long, PendingCall> waiting = new ConcurrentHashMap<>();

  /** Makes an entry for a call that is about to be sent. */
  PendingCall begin(Address to) {
    long correlation = correlations.incrementAndGet();
    PendingCall call =
        new PendingCall(correlation, to, ended -> waiting.remove(ended.correlation()));
    waiting.put(correlation, call);
    return call;
  }

  /** Returns whether somebody waits for that answer. */
  boolean isWaiting(long correlation) {
    return waiting.containsKey(correlation);
  }

  /** Returns whether no more than one call waits. */
  boolean isOnlyOne() {
    return waiting.size() <= 1;
  }

  /** Returns how many calls wait. */
  int size() {
    return waiting.size();
  }

  /** An answer has come. */
  void answered(IncomingMessage message) {
    PendingCall call = waiting.get(message.header().correlation());
    if (call != null && call.to().node().equals(message.sender())) {
      call.answered(message);
    } else {
      // Nobody waits any more, or a node answers what another one was asked.
      message.close();
    }
  }

  /** A node is down, or most probably so: nobody there will answer what was delivered. */
  void nodeDown(NodeName node, String reason) {
    for (PendingCall call : waiting.values()) {
      if (call.to().node().equals(node) && call.isDelivered()) {
        call.lost(reason, true);
      }
    }
  }

  /** The local node stops: no answer will come. */
  void close() {
    for (PendingCall call : waiting.values()) {
      call.lost("the local node stops", call.isDelivered());
    }
  }
}
