package io.teleport.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keys that a peer chose so that usual ways of hashing give one hash code for all. What is counted
 * is work, not time.
 */
class HostileKeysTest {

  private static final int BITS = 12;
  private static final int KEYS = 1 << BITS;

  /** A map of distinct hash codes needs one and a half probes a key, on average. */
  private static final long MAX_PROBES = 3L * KEYS;

  static Stream<Arguments> hostileKeys() {
    return Stream.of(
        named("atoms of one String.hashCode", i -> new Atom(text(i))),
        named("binaries of one Arrays.hashCode", i -> Binary.utf8(text(i))),
        named("texts as lists", i -> ListTerm.wrap(text(i).getBytes(StandardCharsets.US_ASCII))),
        named("tuples that begin alike", i -> Tuple.of(Atom.OK, Atom.OK, IntegerTerm.of(i))),
        named("tuples that differ in place", i -> Tuple.of(bits(i))),
        named("pairs of one weighted sum", i -> pair(i, -31L * i)),
        named("pairs of one sum", i -> pair(i, -i)),
        named("pairs of one exclusive or", i -> pair(i, i)),
        named("numbers with equal lower halves", i -> IntegerTerm.of((long) i << 32)),
        named("numbers of one Long.hashCode", i -> IntegerTerm.of((long) i << 32 | i)),
        named("floats of one Double.hashCode", i -> new FloatTerm(i)),
        named("words whose upper bits cancel out", i -> Binary.wrap(upperBits(i))),
        named("binaries that begin alike", i -> Binary.wrap(beginsWithZeros(i))),
        named("processes of one weighted sum", i -> new Pid(Atom.OK, i, 31L * (KEYS - i), 1)),
        named("maps of one sum", i -> MapTerm.of(bits(i))),
        named("sums of any multiples", i -> ListTerm.wrap(thueMorse(i))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileKeys")
  void aMapOfThemTakesTimeInProportionToTheirNumber(String name, List<Term> keys) {
    Term[] keysAndValues = new Term[2 * keys.size()];
    for (int i = 0; i < keys.size(); i++) {
      keysAndValues[2 * i] = keys.get(i);
      keysAndValues[2 * i + 1] = Atom.OK;
    }
    MapTerm map = MapTerm.wrap(keysAndValues);
    assertThat(map.size()).as(name).isEqualTo(KEYS);
    assertThat(map.probes()).as(name).isLessThan(MAX_PROBES);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileKeys")
  void aHashMapOfThemDoesToo(String name, List<Term> keys) {
    Set<Integer> hashCodes = new HashSet<>();
    keys.forEach(key -> hashCodes.add(key.hashCode()));
    assertThat(hashCodes).as(name).hasSizeGreaterThan(KEYS * 99 / 100);
  }

  @Test
  void aMapInAKeyOfAMapInAKeyIsHashedOnce() {
    // Hashing each key anew at each level would take 2^200 steps.
    MapTerm map = MapTerm.of(Atom.OK, Atom.OK);
    for (int i = 0; i < 200; i++) {
      map = MapTerm.of(map, Atom.OK, Tuple.of(map), Atom.OK);
    }
    assertThat(map.probes()).isLessThan(10);
  }

  private static Arguments named(String name, Function<Integer, Term> key) {
    return Arguments.of(name, IntStream.range(0, KEYS).boxed().map(key).toList());
  }

  /** Returns a text of many that have one hash code: "Aa" and "BB" have. */
  private static String text(int number) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < BITS; bit++) {
      text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return text.toString();
  }

  private static Tuple pair(long first, long second) {
    return Tuple.of(IntegerTerm.of(first), IntegerTerm.of(second));
  }

  private static Term[] bits(int number) {
    List<Term> bits = new ArrayList<>();
    for (int bit = 0; bit < BITS; bit++) {
      bits.add(IntegerTerm.of(bit));
      bits.add(IntegerTerm.of(number >> bit & 1));
    }
    return bits.toArray(new Term[0]);
  }

  /**
   * Returns words in which an upper bit is undone by those of the next: the differences stay where
   * they are in a product with any odd number.
   */
  private static byte[] upperBits(int number) {
    ByteBuffer words = ByteBuffer.allocate(2 * BITS * Long.BYTES);
    for (int bit = 0; bit < BITS; bit++) {
      boolean set = (number >> bit & 1) == 1;
      words.putLong(set ? 0x80L : 0);
      words.putLong(set ? 0x80_0000_0080L : 0);
    }
    return words.array();
  }

  private static byte[] beginsWithZeros(int number) {
    return ByteBuffer.allocate(5000).putInt(4996, number).array();
  }

  /**
   * Returns numbers whose sum, each multiplied by a power of any odd number, is the same for all,
   * in 64 bits: a sequence and its complement, which cancel each other in pieces of 1024.
   */
  private static int[] thueMorse(int number) {
    int piece = 1 << 10;
    int[] numbers = new int[BITS * piece];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (Integer.bitCount(i % piece) & 1) ^ (number >> (i / piece) & 1);
    }
    return numbers;
  }
}
