package io.teleport.term;

import java.util.Objects;

/**
 * A function of an Erlang module, {@code fun Module:Function/Arity}. It can be received and sent
 * on; Java code has no other use for it.
 *
 * @param module name of the module
 * @param function name of the function
 * @param arity number of its arguments, 0 to 255
 */
public record Export(Atom module, Atom function, int arity) implements Term {
  /**
   * Checks the arity.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public Export {
    Objects.requireNonNull(module, "module");
    Objects.requireNonNull(function, "function");
    if (arity < 0 || arity > 255) {
      throw new IllegalArgumentException("arity " + arity + ": expected 0 to 255");
    }
  }

  // Not what the compiler generates, because peers must not be able to foresee it.
  @Override
  public int hashCode() {
    long state = TermHash.start(module.hashCode());
    state = TermHash.add(state, function.hashCode());
    return TermHash.finish(TermHash.add(state, arity));
  }

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
