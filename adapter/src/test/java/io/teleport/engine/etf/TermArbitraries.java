package io.teleport.engine.etf;

import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.BitString;
import io.teleport.term.Export;
import io.teleport.term.FloatTerm;
import io.teleport.term.Fun;
import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.MapTerm;
import io.teleport.term.Pid;
import io.teleport.term.Port;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random terms of every kind. */
public final class TermArbitraries {

  private static final long MAX_32_BITS = 0xFFFF_FFFFL;
  private static final int DEPTH = 3;

  private TermArbitraries() {}

  /** Returns terms of every kind, nested a few levels deep. */
  public static Arbitrary<Term> terms() {
    return terms(DEPTH);
  }

  private static Arbitrary<Term> terms(int depth) {
    if (depth == 0) {
      return leaves();
    }
    Arbitrary<Term> inner = Arbitraries.lazy(() -> terms(depth - 1));
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(4, leaves()),
        net.jqwik.api.Tuple.of(2, inner.list().ofMaxSize(6).map(Tuple::of)),
        net.jqwik.api.Tuple.of(2, inner.list().ofMaxSize(6).map(ListTerm::of)),
        net.jqwik.api.Tuple.of(
            1,
            Combinators.combine(inner.list().ofMinSize(1).ofMaxSize(4), atoms()).as(ListTerm::of)),
        net.jqwik.api.Tuple.of(2, Arbitraries.maps(inner, inner).ofMaxSize(5).map(MapTerm::of)),
        net.jqwik.api.Tuple.of(1, largeMaps()),
        net.jqwik.api.Tuple.of(1, funs(inner)));
  }

  /** Of so many entries that a node keeps them in another order than that of their keys. */
  private static Arbitrary<Term> largeMaps() {
    Arbitrary<Term> keys = Arbitraries.integers().between(-50_000, 50_000).map(IntegerTerm::of);
    return Arbitraries.maps(keys, keys).ofMinSize(33).ofMaxSize(60).map(MapTerm::of);
  }

  private static Arbitrary<Term> leaves() {
    return Arbitraries.oneOf(
        atoms(),
        Arbitraries.longs().map(IntegerTerm::of),
        Arbitraries.bigIntegers()
            .between(BigInteger.TWO.pow(3000).negate(), BigInteger.TWO.pow(3000))
            .map(IntegerTerm::of),
        Arbitraries.doubles().map(FloatTerm::new),
        binaries(),
        texts().map(Terms::charlist),
        Combinators.combine(
                Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(9),
                Arbitraries.integers().between(1, 7))
            .as(BitString::of),
        Arbitraries.integers().between(0, 255).list().ofMaxSize(20).map(Terms::of),
        pids(),
        Combinators.combine(atoms(), Arbitraries.longs(), unsigned()).as(Port::new),
        Combinators.combine(atoms(), unsigned(), unsigned().list().ofMinSize(1).ofMaxSize(5))
            .as(Reference::new),
        Combinators.combine(atoms(), atoms(), Arbitraries.integers().between(0, 255))
            .as(Export::new));
  }

  /** Short ones mostly, so that a node which never forgets an atom can be sent many. */
  private static Arbitrary<Atom> atoms() {
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(
                6, Arbitraries.of("ok", "true", "undefined", "end", "a@h", "Ok", "it's", "")),
            net.jqwik.api.Tuple.of(6, Arbitraries.strings().alpha().numeric().ofMaxLength(2)),
            net.jqwik.api.Tuple.of(2, Arbitraries.strings().ofMaxLength(1)),
            net.jqwik.api.Tuple.of(1, Arbitraries.strings().ofMaxLength(255)))
        .filter(TermArbitraries::isWellFormed)
        .map(Atom::new);
  }

  private static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** Small ones mostly, and some on both sides of the length from which they are referred to. */
  private static Arbitrary<Binary> binaries() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(
            20, Arbitraries.bytes().array(byte[].class).ofMaxSize(30).map(Binary::wrap)),
        net.jqwik.api.Tuple.of(10, texts().map(Binary::utf8)),
        net.jqwik.api.Tuple.of(
            10, texts().map(text -> Binary.wrap(text.getBytes(StandardCharsets.ISO_8859_1)))),
        net.jqwik.api.Tuple.of(
            1, Arbitraries.integers().between(4094, 4098).map(n -> Binary.wrap(Samples.bytes(n)))),
        net.jqwik.api.Tuple.of(
            1,
            Arbitraries.integers().between(5000, 90_000).map(n -> Binary.wrap(Samples.bytes(n)))));
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withCharRange('\u00a0', '\u00ff')
        .withChars('\n', '\u001b')
        .ofMaxLength(20);
  }

  private static Arbitrary<Pid> pids() {
    return Combinators.combine(atoms(), unsigned(), unsigned(), unsigned()).as(Pid::new);
  }

  private static Arbitrary<Term> funs(Arbitrary<Term> inner) {
    return Combinators.combine(
            atoms(),
            Arbitraries.integers().between(0, 255),
            Arbitraries.bytes().array(byte[].class).ofSize(Fun.UNIQUE_SIZE).map(Binary::wrap),
            unsigned(),
            Arbitraries.integers(),
            Arbitraries.integers(),
            pids(),
            inner.list().ofMaxSize(3))
        .as(Fun::new);
  }

  private static Arbitrary<Long> unsigned() {
    return Arbitraries.longs().between(0, MAX_32_BITS);
  }
}
