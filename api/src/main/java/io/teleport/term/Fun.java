package io.teleport.term;

import java.util.List;
import java.util.Objects;

/**
 * An Erlang fun with what it captured. It can be received and sent on; Java code has no other use
 * for it.
 *
 * <p>Two funs are equal whatever process made them, as in Erlang: since OTP 27 a node does not keep
 * that, and sends on a fun with a process that is nobody.
 *
 * @param module name of the module that holds the fun's code
 * @param arity number of its arguments, 0 to 255
 * @param unique digest of that code, 16 bytes
 * @param index number of the fun in its module; unsigned, 32 bits
 * @param oldIndex number of the fun by an older count; 32 bits
 * @param oldUnique digest by an older method; 32 bits
 * @param creator the process that made the fun, as far as the node that sent it knows
 * @param captured values of its free variables; immutable
 * @see <a href="https://www.erlang.org/doc/apps/erts/erl_ext_dist.html#new_fun_ext">Erlang:
 *     NEW_FUN_EXT</a>
 */
public record Fun(
    Atom module,
    int arity,
    Binary unique,
    long index,
    int oldIndex,
    int oldUnique,
    Pid creator,
    List<Term> captured)
    implements Term {

  /** The length of {@link #unique} in bytes. */
  public static final int UNIQUE_SIZE = 16;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them is out of range
   */
  public Fun {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(creator, "creator");
    Unsigned.check("index", index);
    captured = List.copyOf(captured);
    if (arity < 0 || arity > 255 || unique.size() != UNIQUE_SIZE) {
      throw new IllegalArgumentException(
          "a fun of arity %d, and a digest of %d bytes: expected 0 to 255, and %d"
              .formatted(arity, unique.size(), UNIQUE_SIZE));
    }
  }

  /** Returns whether the other one is a fun with the same code and the same captured values. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Fun fun
        && module.equals(fun.module)
        && arity == fun.arity
        && unique.equals(fun.unique)
        && index == fun.index
        && oldIndex == fun.oldIndex
        && oldUnique == fun.oldUnique
        && captured.equals(fun.captured);
  }

  // Not what the compiler generates, because peers must not be able to foresee it.
  @Override
  public int hashCode() {
    long state = TermHash.start(module.hashCode());
    state = TermHash.add(state, arity);
    state = TermHash.add(state, unique.hashCode());
    state = TermHash.add(state, index);
    state = TermHash.add(state, oldIndex);
    state = TermHash.add(state, oldUnique);
    for (Term term : captured) {
      state = TermHash.add(state, term.hashCode());
    }
    return TermHash.finish(state);
  }

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
