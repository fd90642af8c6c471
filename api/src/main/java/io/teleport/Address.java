package io.teleport;

import io.teleport.term.Pid;
import java.io.Serializable;
import java.util.Objects;

/**
 * Where a message goes: a name registered on a node, or a process identifier.
 *
 * <p>The printed form is Erlang's: {@code {orders, 'billing@host2'}}, or {@code <node.id.serial>}
 * of a pid. {@link #parse} reads the first of these and the short form {@code
 * orders@billing@host2}.
 */
public sealed interface Address extends Serializable permits Address.Named, Address.Process {

  /** The longest name of a destination, in characters: that of an Erlang atom. */
  int MAX_NAME = 255;

  /**
   * Returns the node that the address belongs to.
   *
   * @throws IllegalArgumentException if it is a process whose node has a name that no node can
   *     have; sending to it throws the same
   */
  NodeName node();

  /**
   * A name registered on a node.
   *
   * @param name 1 to {@value Address#MAX_NAME} characters, without control characters
   * @param node the node on which the name is registered
   */
  record Named(String name, NodeName node) implements Address {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if the name is empty, too long or holds a control character
     */
    public Named {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(node, "node");
      if (name.isEmpty()
          || name.length() > MAX_NAME
          || name.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "'%s' is not a name: expected 1 to %d characters without control characters"
                .formatted(name, MAX_NAME));
      }
    }

    @Override
    public String toString() {
      return "{" + AddressSyntax.atom(name) + ", " + AddressSyntax.atom(node.toString()) + "}";
    }
  }

  /**
   * A process.
   *
   * @param pid the process identifier, which names its node itself
   */
  record Process(Pid pid) implements Address {
    /** Refuses {@code null}. */
    public Process {
      Objects.requireNonNull(pid, "pid");
    }

    @Override
    public NodeName node() {
      return NodeName.of(pid.node().value());
    }

    @Override
    public String toString() {
      return pid.toString();
    }
  }

  /** Returns the address of a name on a node. */
  static Address of(String name, NodeName node) {
    return new Named(name, node);
  }

  /**
   * Returns the address of a name on a node.
   *
   * @throws IllegalArgumentException if {@code node} is not of the form {@code alive@host}
   */
  static Address of(String name, String node) {
    return new Named(name, NodeName.of(node));
  }

  /** Returns the address of a process. */
  static Address of(Pid pid) {
    return new Process(pid);
  }

  /**
   * Reads {@code {orders, 'billing@host2'}} or {@code orders@billing@host2}.
   *
   * @throws IllegalArgumentException if the text is neither, or the name or node in it is none
   */
  static Address parse(String text) {
    return AddressSyntax.parse(text);
  }
}
