package io.teleport.engine.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.engine.net.GatherList;
import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.SnakeCase;
import io.teleport.term.Tagged;
import io.teleport.term.Term;
import io.teleport.term.TermConversionException;
import io.teleport.term.Terms;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Java values become the same bytes, whether terms are made of them first or not. */
class DirectEncodingTest {

  enum Kind {
    SMALL,
    LARGE
  }

  record Plain(
      byte small,
      short medium,
      int normal,
      long large,
      float single,
      double precise,
      boolean flag,
      char letter,
      String text,
      Kind kind) {}

  @Tagged
  record Pair(Object first, Object second) {}

  @Tagged
  record Empty() {}

  record Nothing() {}

  @SnakeCase
  record Many(
      List<?> someElements, Map<?, ?> someEntries, Optional<?> oneValue, Object[] anArray) {}

  @Property
  void ofComponents(
      @ForAll int normal,
      @ForAll long large,
      @ForAll double precise,
      @ForAll boolean flag,
      @ForAll String text,
      @ForAll Kind kind) {
    assertSame(
        new Plain(
            (byte) normal,
            (short) normal,
            normal,
            large,
            normal,
            precise,
            flag,
            (char) (large & 0x7FF),
            text,
            kind));
  }

  @Property
  void ofParts(
      @ForAll @Size(max = 5) List<Integer> numbers,
      @ForAll @Size(max = 5) List<String> texts,
      @ForAll @Size(max = 5) Map<Long, String> entries) {
    assertSame(numbers);
    assertSame(
        new Many(
            numbers,
            entries,
            Optional.of(new Pair(texts, new Nothing())),
            new Object[] {new Pair(new Empty(), numbers), entries, null}));
  }

  @Test
  void ofTextOfAllLengths() {
    for (int length = 0; length < 3 * TermEncoder.REFERENCE_THRESHOLD; length += 1 + length / 7) {
      assertSame("a".repeat(length));
      assertSame("ü".repeat(length));
      assertSame("a".repeat(length) + "\uD83D\uDE00");
    }
  }

  @Test
  void ofManyRecordsInALongList() {
    List<Pair> pairs =
        IntStream.range(0, 20_000).mapToObj(i -> new Pair("text " + i, (double) i)).toList();
    assertSame(new Pair("all", pairs));
  }

  @Test
  void ofNumbersInEveryKindOfList() {
    assertSame(List.of(1, 2, 255));
    assertSame(List.of(1, 2, 256));
    assertSame(List.of(1, "a"));
    assertSame(List.of("a", 1));
    assertSame(List.of(Optional.of(1), Optional.of(2)));
    assertSame(List.of(IntegerTerm.of(1), 2L));
    assertSame(List.of(1, BigInteger.TWO.pow(80)));
    assertSame(new int[] {1, 2});
    assertSame(new double[] {1, 2});
    assertSame(List.of(List.of(), new Object[0]));
  }

  @Test
  void ofOtherValues() {
    assertSame(null);
    assertSame(Optional.empty());
    assertSame(Instant.EPOCH);
    assertSame(new Pair(Instant.EPOCH, new byte[] {1, 2}));
    assertSame(new Pair("large", new byte[TermEncoder.REFERENCE_THRESHOLD]));
  }

  @Test
  void aRecordMayEndInAStream() {
    InputStream stream = new ByteArrayInputStream(new byte[] {1});
    GatherList list = new TermEncoder().write(new Pair("file", stream), 0);
    assertThat(list.pumped()).isNotNull();
    list.release();
    assertThatThrownBy(
            () -> TermEncoder.encode(new Pair(new ByteArrayInputStream(new byte[1]), "more"), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be the last thing");
  }

  @Test
  void nestingIsBounded() {
    Term term = ListTerm.EMPTY;
    for (int i = 1; i < DecodeLimits.MAX_DEPTH; i++) {
      term = ListTerm.of(term);
    }
    Term deep = term;
    assertSame(deep);
    assertThatThrownBy(() -> TermEncoder.encode(new Pair(List.of(deep), null), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nested deeper");
    List<Object> value = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      value = new ArrayList<>(Arrays.asList(value));
    }
    Object deepValue = value;
    assertThatThrownBy(() -> TermEncoder.encode(deepValue, 0))
        .isInstanceOf(TermConversionException.class);
  }

  @Test
  void afterAValueThatHasNoTermTheEncoderIsUsable() {
    TermEncoder encoder = new TermEncoder();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> encoder.write(new Pair(List.of("x", new Object()), 1), 0))
          .isInstanceOf(TermConversionException.class)
          .hasMessageStartingWith("$.first[1]: expected a value that can be sent");
      GatherList list = encoder.write(new Pair(1, 2), 0);
      assertThat(Samples.written(list)).isEqualTo(Samples.encoded(Terms.of(new Pair(1, 2))));
      list.release();
    }
  }

  private static void assertSame(Object value) {
    GatherList list = new TermEncoder().write(value, 0);
    try {
      assertThat(Samples.written(list)).isEqualTo(Samples.encoded(Terms.of(value)));
    } finally {
      list.release();
    }
  }
}
