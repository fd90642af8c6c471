package io.teleport.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Records of any content are read as they were written. */
class RecordRoundTripTest {

  enum Status {
    OPEN,
    @Name("shut down")
    CLOSED
  }

  record Numbers(
      byte small,
      short medium,
      int normal,
      long large,
      float single,
      double precise,
      char letter,
      boolean flag) {}

  record Boxed(
      Byte small,
      Short medium,
      Integer normal,
      Long large,
      Float single,
      Double precise,
      Character letter,
      Boolean flag,
      BigInteger big,
      BigDecimal decimal) {}

  sealed interface Part permits Leaf, Branch {}

  @Tagged
  record Leaf(Optional<Integer> value, Status status) implements Part {}

  @Tagged
  record Branch(List<Part> parts, Map<String, Part> byName, Set<Long> numbers) implements Part {}

  @SnakeCase
  record Whole(String someText, Instant placedAt, Duration howLong, UUID uniqueId, Part rootPart) {}

  @Property
  void primitives(@ForAll("numbers") Numbers numbers) {
    assertThat(Terms.as(Terms.of(numbers), Numbers.class)).isEqualTo(numbers);
  }

  @Property
  void boxes(@ForAll("boxes") Boxed boxed) {
    assertThat(Terms.as(Terms.of(boxed), Boxed.class)).isEqualTo(boxed);
  }

  @Property(tries = 300)
  void mapsAndTuplesWithinEachOther(@ForAll("wholes") Whole whole) {
    assertThat(Terms.as(Terms.of(whole), Whole.class)).isEqualTo(whole);
  }

  @Provide
  Arbitrary<Numbers> numbers() {
    return Combinators.combine(
            Arbitraries.bytes(),
            Arbitraries.shorts(),
            Arbitraries.integers(),
            Arbitraries.longs(),
            Arbitraries.floats(),
            Arbitraries.doubles(),
            characters(),
            Arbitraries.of(true, false))
        .as(Numbers::new);
  }

  @Provide
  Arbitrary<Boxed> boxes() {
    return Combinators.combine(
            numbers(),
            Arbitraries.bigIntegers().injectNull(0.2),
            Arbitraries.bigDecimals().injectNull(0.2),
            Arbitraries.of(true, false))
        .as(
            (numbers, big, decimal, full) ->
                full
                    ? new Boxed(
                        numbers.small(),
                        numbers.medium(),
                        numbers.normal(),
                        numbers.large(),
                        numbers.single(),
                        numbers.precise(),
                        numbers.letter(),
                        numbers.flag(),
                        big,
                        decimal)
                    : new Boxed(null, null, null, null, null, null, null, null, big, decimal));
  }

  @Provide
  Arbitrary<Whole> wholes() {
    return Combinators.combine(
            texts().injectNull(0.1),
            Arbitraries.longs().between(-100_000_000_000L, 300_000_000_000L),
            Arbitraries.longs(),
            parts())
        .as(
            (text, second, nanos, part) ->
                new Whole(
                    text,
                    Instant.ofEpochSecond(second, nanos),
                    Duration.ofNanos(nanos),
                    new UUID(second, nanos),
                    part));
  }

  private static Arbitrary<Part> parts() {
    Arbitrary<Part> leaves =
        Combinators.combine(
                Arbitraries.integers().optional(), Arbitraries.of(Status.class).injectNull(0.1))
            .as(Leaf::new);
    return Arbitraries.recursive(() -> leaves, RecordRoundTripTest::branches, 0, 3);
  }

  private static Arbitrary<Part> branches(Arbitrary<Part> parts) {
    return Combinators.combine(
            parts.list().ofMaxSize(3),
            Arbitraries.maps(texts(), parts).ofMaxSize(3),
            Arbitraries.longs().set().ofMaxSize(3))
        .as(Branch::new);
  }

  /** Java text that has a form in UTF-8, which half of a surrogate pair does not. */
  private static Arbitrary<String> texts() {
    return characters().list().ofMaxSize(10).map(RecordRoundTripTest::join);
  }

  private static Arbitrary<Character> characters() {
    return Arbitraries.chars().filter(c -> !Character.isSurrogate(c));
  }

  private static String join(List<Character> characters) {
    StringBuilder text = new StringBuilder();
    characters.forEach(text::append);
    return text.toString();
  }
}
