package io.teleport.term;

import java.util.Objects;

/**
 * A port identifier.
 *
 * @param node the name of the node of the port
 * @param id number of the port; unsigned, 64 bits
 * @param creation tells apart the incarnations of a node; unsigned, 32 bits
 * @see <a href="https://www.erlang.org/doc/apps/erts/erl_ext_dist.html#v4_port_ext">Erlang:
 *     V4_PORT_EXT</a>
 */
public record Port(Atom node, long id, long creation) implements Term {
  /**
   * Checks the creation.
   *
   * @throws IllegalArgumentException if it is negative or has more than 32 bits
   */
  public Port {
    Objects.requireNonNull(node, "node");
    Unsigned.check("creation", creation);
  }

  // Not what the compiler generates, because peers must not be able to foresee it.
  @Override
  public int hashCode() {
    long state = TermHash.start(node.hashCode());
    state = TermHash.add(state, id);
    return TermHash.finish(TermHash.add(state, creation));
  }

  /** Returns {@code #Port<node.id>}. */
  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
