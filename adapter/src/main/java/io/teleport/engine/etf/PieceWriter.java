package io.teleport.engine.etf;

import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.Term;
import io.teleport.term.TermSink;
import io.teleport.term.Terms;

/** Writes Java values to the buffer of a {@link TermWriter}. Used by one thread at a time. */
final class PieceWriter implements TermSink {

  /** A {@code char} takes no more bytes than this in UTF-8. */
  private static final int MAX_CHAR = 3;

  private final TermWriter terms;
  private final GatherBuffer out;
  private int depth;

  PieceWriter(TermWriter terms, GatherBuffer out) {
    this.terms = terms;
    this.out = out;
  }

  /** Writes a value; see {@link TermEncoder#write}. */
  void write(Object value) {
    depth = 0;
    Terms.write(value, this);
  }

  @Override
  public void atom(Atom atom) {
    out.atom(atom);
  }

  @Override
  public void integer(long value) {
    out.integer(value);
  }

  @Override
  public void floating(double value) {
    out.u8(Tag.NEW_FLOAT);
    out.u64(Double.doubleToRawLongBits(value));
  }

  @Override
  public void text(String text) {
    if (text.length() < TermEncoder.REFERENCE_THRESHOLD / MAX_CHAR) {
      out.position(out.text(out.position(), text));
    } else {
      term(Binary.utf8(text));
    }
  }

  @Override
  public void term(Term term) {
    out.position(terms.write(term, depth, out.position()));
  }

  @Override
  public void beginTuple(int size) {
    if (size <= 0xFF) {
      out.tagged8(Tag.SMALL_TUPLE, size);
    } else {
      out.tagged(Tag.LARGE_TUPLE, size);
    }
    descend(size);
  }

  @Override
  public void endTuple() {
    depth--;
  }

  @Override
  public void beginList(int size) {
    out.tagged(Tag.LIST, size);
    descend(size);
  }

  @Override
  public void endList() {
    out.u8(Tag.NIL);
    depth--;
  }

  @Override
  public void beginMap(int size) {
    out.tagged(Tag.MAP, size);
    descend(size);
  }

  @Override
  public void endMap() {
    depth--;
  }

  private void descend(int size) {
    depth = size == 0 ? depth + 1 : TermWriter.below(depth);
  }
}
