package io.teleport.adapter.inbound;

import io.teleport.NodeName;
import io.teleport.engine.node.InboundMessage;
import io.teleport.engine.node.Inbox;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.Registration;
import io.teleport.engine.observe.Counters;
import java.time.Duration;
import java.util.concurrent.Executor;

/** What the names of beans need of their node. Safe for use by any thread. */
interface Host {

  /** Returns the node's name. */
  NodeName name();

  /**
   * Registers a name.
   *
   * @throws IllegalStateException if the name is taken
   */
  Registration register(String name, Inbox inbox);

  /** Runs something short after a delay; forgets it if the node stops before. */
  void after(Duration delay, Runnable task);

  /** Has the calling thread run something, see {@link LocalNode#deliverAside}. */
  boolean deliverAside(Runnable delivery, Executor elsewhere);

  /** Returns what the node counts. */
  Counters counters();

  /** Takes note of a message that reaches no listener, before it is closed. */
  void deadLetter(InboundMessage message, String reason);

  /** Returns a node as such. */
  static Host of(LocalNode node) {
    return new Host() {
      @Override
      public NodeName name() {
        return node.name();
      }

      @Override
      public Registration register(String name, Inbox inbox) {
        return node.register(name, inbox);
      }

      @Override
      public void after(Duration delay, Runnable task) {
        node.after(delay, task);
      }

      @Override
      public boolean deliverAside(Runnable delivery, Executor elsewhere) {
        return node.deliverAside(delivery, elsewhere);
      }

      @Override
      public Counters counters() {
        return node.counters();
      }

      @Override
      public void deadLetter(InboundMessage message, String reason) {
        node.deadLetter(message, reason);
      }
    };
  }
}
