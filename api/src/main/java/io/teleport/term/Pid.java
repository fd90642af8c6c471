package io.teleport.term;

import java.io.Serializable;
import java.util.Objects;

/**
 * A process identifier.
 *
 * @param node the name of the node of the process
 * @param id number of the process; unsigned, 32 bits
 * @param serial more digits of that number; unsigned, 32 bits
 * @param creation tells apart the incarnations of a node; unsigned, 32 bits
 * @see <a href="https://www.erlang.org/doc/apps/erts/erl_ext_dist.html#new_pid_ext">Erlang:
 *     NEW_PID_EXT</a>
 */
public record Pid(Atom node, long id, long serial, long creation) implements Term, Serializable {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them is negative or has more than 32 bits
   */
  public Pid {
    Objects.requireNonNull(node, "node");
    Unsigned.check("id", id);
    Unsigned.check("serial", serial);
    Unsigned.check("creation", creation);
  }

  // Not what the compiler generates, because peers must not be able to foresee it.
  @Override
  public int hashCode() {
    long state = TermHash.start(node.hashCode());
    state = TermHash.add(state, id);
    state = TermHash.add(state, serial);
    return TermHash.finish(TermHash.add(state, creation));
  }

  /** Returns {@code <node.id.serial>}. */
  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
