package io.teleport.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What terms can be, and when they are equal. */
class TermValueTest {

  private static final Term ONE = IntegerTerm.of(1);
  private static final Term TWO = IntegerTerm.of(2);

  @Test
  void anAtomHasAtMost255Characters() {
    assertThat(new Atom("\uD83D\uDE00".repeat(255)).value()).hasSize(510);
    assertThatThrownBy(() -> new Atom("x".repeat(256)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("256");
    assertThatThrownBy(() -> new Atom("\uD83D")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anIntegerIsEqualHoweverItWasMade() {
    assertThat(IntegerTerm.of(BigInteger.valueOf(Long.MIN_VALUE)))
        .isEqualTo(IntegerTerm.of(Long.MIN_VALUE));
    assertThat(IntegerTerm.of(BigInteger.TWO.pow(63)))
        .isNotEqualTo(IntegerTerm.of(0))
        .isEqualTo(IntegerTerm.of(BigInteger.TWO.pow(63)));
  }

  @Test
  void anIntegerThatDoesNotFitIntoALongSaysSo() {
    IntegerTerm large = IntegerTerm.of(BigInteger.TWO.pow(63));
    assertThat(large.isLong()).isFalse();
    assertThatThrownBy(large::longValue)
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("64 bits");
    assertThatThrownBy(() -> IntegerTerm.of(1L << 31).intValue())
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void integerAndFloatDiffer() {
    assertThat(ONE).isNotEqualTo(new FloatTerm(1.0));
    assertThat(new FloatTerm(0.0)).isNotEqualTo(new FloatTerm(-0.0));
  }

  @Test
  void aFunIsTheSameWhateverProcessMadeIt() {
    Fun fun = fun(1, 7);
    assertThat(fun).isEqualTo(fun(2, 7)).hasSameHashCodeAs(fun(2, 7)).isNotEqualTo(fun(1, 8));
    assertThat(MapTerm.of(Map.of(fun, ONE)).get(fun(2, 7))).contains(ONE);
  }

  private static Fun fun(int creator, int captured) {
    Pid pid = new Pid(new Atom("a@h"), creator, 0, 5);
    Binary unique = Binary.wrap(new byte[Fun.UNIQUE_SIZE]);
    return new Fun(new Atom("m"), 1, unique, 2, 3, 4, pid, List.of(IntegerTerm.of(captured)));
  }

  @Test
  void aFloatIsFinite() {
    assertThatThrownBy(() -> new FloatTerm(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FloatTerm(Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTupleDoesNotChangeWithTheListItWasMadeOf() {
    List<Term> elements = new ArrayList<>(List.of(ONE));
    Tuple tuple = Tuple.of(elements);
    elements.add(TWO);
    assertThat(tuple).isEqualTo(Tuple.of(ONE)).hasSameHashCodeAs(Tuple.of(ONE));
    assertThatThrownBy(() -> tuple.elements().add(TWO))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aTupleAndAListOfTheSameElementsDiffer() {
    assertThat((Term) Tuple.of(ONE)).isNotEqualTo(ListTerm.of(ONE));
  }

  @Test
  void aListWithAListAsItsTailIsOneList() {
    assertThat(ListTerm.of(List.of(ONE), ListTerm.of(TWO)))
        .isEqualTo(ListTerm.of(ONE, TWO))
        .hasSameHashCodeAs(ListTerm.of(ONE, TWO));
    assertThat(ListTerm.of(List.of(ONE), ListTerm.EMPTY).isProper()).isTrue();
    ListTerm improper = ListTerm.of(List.of(TWO), Atom.OK);
    assertThat(ListTerm.of(List.of(ONE), improper))
        .isEqualTo(ListTerm.of(List.of(ONE, TWO), Atom.OK));
    assertThat(improper.tail()).contains(Atom.OK);
  }

  @Test
  void anImproperListHasAnElement() {
    assertThatThrownBy(() -> ListTerm.of(List.of(), Atom.OK))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theOrderOfAMapDoesNotMatter() {
    assertThat(MapTerm.of(ONE, TWO, TWO, ONE))
        .isEqualTo(MapTerm.of(TWO, ONE, ONE, TWO))
        .hasSameHashCodeAs(MapTerm.of(TWO, ONE, ONE, TWO));
    assertThat(MapTerm.of(Map.of(ONE, TWO)))
        .isEqualTo(MapTerm.of(ONE, TWO))
        .isNotEqualTo(MapTerm.of(ONE, ONE));
  }

  @Test
  void aKeyOccursOnceAndHasAValue() {
    assertThatThrownBy(() -> MapTerm.of(ONE, TWO, ONE, TWO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> MapTerm.of(ONE)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theValueOfAKeyIsFound() {
    MapTerm map = MapTerm.of(Atom.OK, ONE);
    assertThat(map.get("ok")).contains(ONE);
    assertThat(map.get(ONE)).isEmpty();
    assertThat(map.size()).isEqualTo(1);
  }

  @Test
  void bitsThatDoNotCountDoNotMatter() {
    assertThat(BitString.of(new byte[] {(byte) 0xFF}, 3))
        .isEqualTo(BitString.of(new byte[] {(byte) 0xE0}, 3))
        .isNotEqualTo(BitString.of(new byte[] {(byte) 0xE0}, 4));
    assertThat(BitString.of(new byte[] {1, 2}, 3).bitSize()).isEqualTo(11);
    assertThatThrownBy(() -> BitString.of(new byte[] {1}, 8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BitString.of(new byte[0], 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void numbersOfIdentifiersHave32Bits() {
    assertThat(new Pid(Atom.OK, 0xFFFFFFFFL, 0, 0).id()).isEqualTo(4294967295L);
    assertThatThrownBy(() -> new Pid(Atom.OK, -1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id is -1");
    assertThatThrownBy(() -> new Pid(Atom.OK, 0, 1L << 32, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("serial");
    assertThatThrownBy(() -> new Port(Atom.OK, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Reference(Atom.OK, 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Reference(Atom.OK, 0, List.of(1L, 2L, 3L, 4L, 5L, 6L)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
