package io.teleport.engine.etf;

import io.teleport.term.Atom;
import io.teleport.term.Export;
import io.teleport.term.Pid;
import io.teleport.term.Port;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads process identifiers, ports, references and exported functions in their old and new forms.
 */
final class IdentifierReader {

  private final TermSource source;
  private final AtomReader atoms;

  IdentifierReader(TermSource source, AtomReader atoms) {
    this.source = source;
    this.atoms = atoms;
  }

  /** Reads a term that has to be a process identifier. */
  Pid pid() {
    int tag = source.u8();
    if (tag != Tag.NEW_PID && tag != Tag.PID) {
      throw source.malformed("tag %d where a process identifier has to be".formatted(tag));
    }
    return pid(tag);
  }

  /** Reads the identifier whose tag was read already; refuses all other tags. */
  Term read(int tag) {
    return switch (tag) {
      case Tag.NEW_PID, Tag.PID -> pid(tag);
      case Tag.NEWER_REFERENCE, Tag.NEW_REFERENCE -> reference(tag);
      case Tag.REFERENCE -> oldReference();
      case Tag.V4_PORT, Tag.NEW_PORT, Tag.PORT -> port(tag);
      case Tag.EXPORT -> export();
      case Tag.ATOM_CACHE_REF ->
          throw source.malformed(
              "a reference to an atom cache, and there is none (tag %d)".formatted(tag));
      case Tag.LOCAL ->
          throw source.malformed(
              "a term that only the node that wrote it can read (tag %d)".formatted(tag));
      case Tag.OLD_FUN ->
          throw source.malformed(
              "a fun in a form that is read no more since OTP 23 (tag %d)".formatted(tag));
      case Tag.COMPRESSED ->
          throw source.malformed("compressed data within a term (tag %d)".formatted(tag));
      default -> throw source.malformed("unknown tag %d".formatted(tag));
    };
  }

  private Pid pid(int tag) {
    Atom node = atoms.read(source);
    long id = source.u32();
    long serial = source.u32();
    return new Pid(node, id, serial, creation(tag == Tag.NEW_PID));
  }

  private Reference reference(int tag) {
    int count = source.u16();
    if (count < 1 || count > Reference.MAX_WORDS) {
      throw source.malformed(
          "a reference of %d words: expected 1 to %d".formatted(count, Reference.MAX_WORDS));
    }
    Atom node = atoms.read(source);
    long creation = creation(tag == Tag.NEWER_REFERENCE);
    List<Long> words = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      words.add(source.u32());
    }
    return new Reference(node, creation, words);
  }

  private Reference oldReference() {
    Atom node = atoms.read(source);
    long word = source.u32();
    return new Reference(node, creation(false), List.of(word));
  }

  private Port port(int tag) {
    Atom node = atoms.read(source);
    long id = tag == Tag.V4_PORT ? source.u64() : source.u32();
    return new Port(node, id, creation(tag != Tag.PORT));
  }

  private Export export() {
    Atom module = atoms.read(source);
    Atom function = atoms.read(source);
    int tag = source.u8();
    if (tag != Tag.SMALL_INTEGER) {
      throw source.malformed("tag %d where a function has its arity".formatted(tag));
    }
    return new Export(module, function, source.u8());
  }

  private long creation(boolean whole) {
    return whole ? source.u32() : source.u8();
  }
}
