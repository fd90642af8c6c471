package io.teleport.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Lists of numbers, which hold no terms, behave as lists of terms do. */
class NumberListTest {

  private static final BigInteger TOO_LARGE = BigInteger.TWO.pow(63);

  @Provide
  Arbitrary<long[]> numbers() {
    return Arbitraries.oneOf(
            Arbitraries.longs().between(0, 255),
            Arbitraries.longs().between(Integer.MIN_VALUE, Integer.MAX_VALUE),
            Arbitraries.longs())
        .array(long[].class)
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  @Property(tries = 300)
  void aListOfIntegersIsEqualHoweverItWasMade(@ForAll("numbers") long[] numbers) {
    ListTerm wrapped = ListTerm.wrap(numbers.clone());
    assertThat(ListTerm.of(terms(numbers))).isEqualTo(wrapped).hasSameHashCodeAs(wrapped);
    assertThat(ListTerm.wrap(terms(numbers).toArray(new Term[0]))).isEqualTo(wrapped);
    if (Arrays.stream(numbers).allMatch(number -> number == (int) number)) {
      int[] ints = Arrays.stream(numbers).mapToInt(number -> (int) number).toArray();
      assertThat(ListTerm.wrap(ints)).isEqualTo(wrapped).hasSameHashCodeAs(wrapped);
    }
  }

  @Property(tries = 100)
  void bytesAreTheNumbersFrom0To255(@ForAll byte[] bytes) {
    int[] numbers = new int[bytes.length];
    Arrays.setAll(numbers, i -> bytes[i] & 0xFF);
    ListTerm list = ListTerm.wrap(bytes.clone());
    assertThat(list).isEqualTo(ListTerm.wrap(numbers)).hasSameHashCodeAs(ListTerm.wrap(numbers));
    assertThat(list.hasBytesOnly()).isEqualTo(bytes.length > 0);
  }

  @Property(tries = 100)
  void itsElementsAreTerms(@ForAll("numbers") long[] numbers) {
    ListTerm list = ListTerm.wrap(numbers);
    assertThat(list.elements()).isEqualTo(terms(numbers));
    assertThat(terms(numbers)).isEqualTo(list.elements());
    assertThat(list.elements()).hasSameHashCodeAs(terms(numbers));
    assertThat(list.get(numbers.length - 1)).isEqualTo(IntegerTerm.of(numbers[numbers.length - 1]));
    assertThat(list.longAt(0)).isEqualTo(numbers[0]);
    assertThat(list.size()).isEqualTo(numbers.length);
  }

  @Property(tries = 100)
  void onlyNumbersFrom0To255AreCopiedAsBytes(@ForAll("numbers") long[] numbers) {
    ListTerm list = ListTerm.wrap(numbers);
    boolean bytesOnly = Arrays.stream(numbers).allMatch(number -> number >= 0 && number <= 255);
    assertThat(list.hasBytesOnly()).isEqualTo(bytesOnly);
    byte[] target = new byte[numbers.length + 2];
    if (bytesOnly) {
      list.copyBytesTo(target, 1);
      assertThat(ListTerm.wrap(Arrays.copyOfRange(target, 1, numbers.length + 1))).isEqualTo(list);
    } else {
      assertThatThrownBy(() -> list.copyBytesTo(target, 1))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aListWithAnythingElseIsNone() {
    ListTerm large = ListTerm.of(IntegerTerm.of(1), IntegerTerm.of(TOO_LARGE));
    assertThat(large.hasNumbersOnly()).isFalse();
    assertThat(large).isNotEqualTo(ListTerm.wrap(new int[] {1, 0}));
    assertThat(ListTerm.of(IntegerTerm.of(1), new FloatTerm(2)).hasNumbersOnly()).isFalse();
    assertThat(ListTerm.EMPTY.hasNumbersOnly()).isFalse();
    assertThatThrownBy(() -> large.longAt(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> large.copyBytesTo(new byte[9], 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anImproperListOfIntegersIsNone() {
    ListTerm improper = ListTerm.of(terms(1, 2), IntegerTerm.of(3));
    assertThat(improper.hasNumbersOnly()).isFalse();
    assertThat(improper).isNotEqualTo(ListTerm.wrap(new int[] {1, 2}));
    assertThat(ListTerm.of(terms(1, 2), ListTerm.wrap(new int[] {3})))
        .isEqualTo(ListTerm.wrap(new byte[] {1, 2, 3}));
  }

  @Test
  void withoutNumbersItIsTheEmptyList() {
    assertThat(ListTerm.wrap(new byte[0])).isSameAs(ListTerm.EMPTY);
    assertThat(ListTerm.wrap(new int[0])).isSameAs(ListTerm.EMPTY);
    assertThat(ListTerm.wrap(new long[0])).isSameAs(ListTerm.EMPTY);
  }

  @Test
  void itsElementsDoNotChange() {
    List<Term> elements = ListTerm.wrap(new int[] {1}).elements();
    assertThatThrownBy(() -> elements.set(0, Atom.OK))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(elements::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void anElementThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> ListTerm.wrap(new int[] {1}).get(1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static List<Term> terms(long... numbers) {
    return LongStream.of(numbers).<Term>mapToObj(IntegerTerm::of).toList();
  }
}
