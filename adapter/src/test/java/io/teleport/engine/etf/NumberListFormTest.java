package io.teleport.engine.etf;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import io.teleport.term.Atom;
import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.Term;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Lists of numbers in all the forms that an encoder may choose. */
class NumberListFormTest {

  private static final Term HUGE = IntegerTerm.of(BigInteger.TWO.pow(70));

  /** An element: a term, and bytes that stand for it. */
  private record Element(Term term, byte[] form) {}

  @Provide
  Arbitrary<List<Element>> elements() {
    Arbitrary<Element> numbers =
        Combinators.combine(
                Arbitraries.oneOf(
                    Arbitraries.longs().between(0, 255),
                    Arbitraries.longs().between(Integer.MIN_VALUE, Integer.MAX_VALUE),
                    Arbitraries.longs()),
                Arbitraries.integers().between(0, 2))
            .as((number, longer) -> new Element(IntegerTerm.of(number), form(number, longer)));
    Arbitrary<Element> others =
        Arbitraries.of(Atom.OK, HUGE, ListTerm.EMPTY, ListTerm.wrap(new int[] {1, 1000}))
            .map(term -> new Element(term, withoutVersion(term)));
    Arbitrary<Element> mostlyNumbers =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(30, numbers), net.jqwik.api.Tuple.of(1, others));
    return Arbitraries.oneOf(numbers.list().ofMaxSize(300), mostlyNumbers.list().ofMaxSize(60));
  }

  @Property(tries = 300)
  void itIsReadInAnyForm(@ForAll("elements") List<Element> elements) {
    assertReads(whole(elements, new byte[] {Tag.NIL}), ListTerm.of(terms(elements)));
  }

  @Property(tries = 100)
  void itIsReadWithAnyTail(@ForAll("elements") List<Element> elements) {
    if (!elements.isEmpty()) {
      assertReads(whole(elements, withoutVersion(Atom.OK)), ListTerm.of(terms(elements), Atom.OK));
    }
  }

  @Property(tries = 100)
  void itIsReadInPieces(
      @ForAll("elements") List<Element> first, @ForAll("elements") List<Element> second) {
    byte[] rest = whole(second, new byte[] {Tag.NIL});
    byte[] tail = Arrays.copyOfRange(rest, 1, rest.length);
    List<Term> all = new ArrayList<>(terms(first));
    all.addAll(terms(second));
    assertReads(whole(first, tail), ListTerm.of(all));
  }

  @Test
  void itTakesNoObjectForEachNumber() {
    int[] numbers = new int[1000];
    Arrays.setAll(numbers, i -> 1000 * i);
    ListTerm list = (ListTerm) Samples.decoded(Samples.encoded(ListTerm.wrap(numbers)));
    assertThat(list.hasNumbersOnly()).isTrue();
    assertThat(list).isEqualTo(ListTerm.wrap(numbers));
  }

  @Test
  void numbersFrom0To255AreWrittenAsStringHoweverTheyAreHeld() {
    String form = "836b0003000aff";
    assertThat(hex(ListTerm.wrap(new byte[] {0, 10, -1}))).isEqualTo(form);
    assertThat(hex(ListTerm.wrap(new int[] {0, 10, 255}))).isEqualTo(form);
    assertThat(hex(ListTerm.wrap(new long[] {0, 10, 255}))).isEqualTo(form);
  }

  @Property(tries = 200)
  void itIsWrittenAsItsElementsAre(@ForAll long[] numbers) {
    List<Term> terms = Arrays.stream(numbers).<Term>mapToObj(IntegerTerm::of).toList();
    String improper = hex(ListTerm.of(with(HUGE, terms), Atom.OK));
    List<Term> copy = with(HUGE, ListTerm.wrap(numbers).elements());
    assertThat(hex(ListTerm.of(copy, Atom.OK))).isEqualTo(improper);
    assertThat(Samples.decoded(Samples.encoded(ListTerm.wrap(numbers))))
        .isEqualTo(ListTerm.of(terms));
  }

  private static List<Term> with(Term first, List<Term> more) {
    List<Term> all = new ArrayList<>(List.of(first));
    all.addAll(more);
    return all;
  }

  private static void assertReads(byte[] bytes, Term expected) {
    assertThat(Samples.decoded(bytes)).isEqualTo(expected);
    ChunkPool pool = new ChunkPool(1 << 20, true);
    ChunkList memory = Samples.chunks(pool, bytes);
    assertThat(TermDecoder.decode(memory, DecodeLimits.DEFAULT)).isEqualTo(expected);
    memory.release();
    assertThat(pool.whereTaken()).isEmpty();
  }

  private static List<Term> terms(List<Element> elements) {
    return elements.stream().map(Element::term).toList();
  }

  private static byte[] whole(List<Element> elements, byte[] tail) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(Tag.VERSION);
    out.write(Tag.LIST);
    out.writeBytes(ByteBuffer.allocate(4).putInt(elements.size()).array());
    elements.forEach(element -> out.writeBytes(element.form()));
    out.writeBytes(tail);
    return out.toByteArray();
  }

  private static byte[] form(long number, int longer) {
    if (longer == 0) {
      return withoutVersion(IntegerTerm.of(number));
    }
    if (longer == 1 && number == (int) number) {
      return ByteBuffer.allocate(5).put((byte) Tag.INTEGER).putInt((int) number).array();
    }
    long magnitude = Math.abs(number);
    int bytes = longer == 2 || number == Long.MIN_VALUE || magnitude >>> 56 != 0 ? 9 : 7;
    ByteBuffer form =
        ByteBuffer.allocate(3 + bytes)
            .put((byte) Tag.SMALL_BIG)
            .put((byte) bytes)
            .put((byte) (number < 0 ? 1 : 0));
    for (int i = 0; i < bytes; i++) {
      form.put((byte) (i < 8 ? magnitude >>> (8 * i) : 0));
    }
    return form.array();
  }

  private static byte[] withoutVersion(Term term) {
    byte[] bytes = Samples.encoded(term);
    return Arrays.copyOfRange(bytes, 1, bytes.length);
  }

  private static String hex(Term term) {
    return HexFormat.of().formatHex(Samples.encoded(term));
  }
}
