package io.teleport.engine.etf;

import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.Fun;
import io.teleport.term.Pid;
import io.teleport.term.Term;
import java.util.List;

/**
 * A fun but for the terms that it captured.
 *
 * @param captured how many of these follow
 */
record FunHeader(
    int arity,
    byte[] unique,
    long index,
    long captured,
    Atom module,
    int oldIndex,
    int oldUnique,
    Pid creator) {

  static FunHeader read(TermSource source, AtomReader atoms) {
    return new FunHeader(
        source.u8(),
        source.bytes(Fun.UNIQUE_SIZE),
        source.u32(),
        source.u32(),
        atoms.read(source),
        integer(source),
        integer(source),
        new IdentifierReader(source, atoms).pid());
  }

  Fun fun(List<Term> values) {
    return new Fun(module, arity, Binary.wrap(unique), index, oldIndex, oldUnique, creator, values);
  }

  private static int integer(TermSource source) {
    int tag = source.u8();
    return switch (tag) {
      case Tag.SMALL_INTEGER -> source.u8();
      case Tag.INTEGER -> source.s32();
      default -> throw source.malformed("tag %d where a fun has an integer".formatted(tag));
    };
  }
}
