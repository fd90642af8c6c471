package io.teleport.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps, which find their keys in different ways, behave as {@link LinkedHashMap} does. */
class MapTermTest {

  @Provide
  Arbitrary<Map<Term, Term>> entries() {
    Arbitrary<Term> simple =
        Arbitraries.oneOf(
            Arbitraries.longs().between(-20, 20).map(IntegerTerm::of),
            Arbitraries.of(0.0, -0.0, 1.0, 2.0).map(FloatTerm::new),
            Arbitraries.strings().ofMaxLength(2).ascii().map(Atom::new),
            Arbitraries.strings().ofMaxLength(2).ascii().map(Binary::utf8));
    Arbitrary<Term> keys =
        Arbitraries.oneOf(
            simple,
            simple.array(Term[].class).ofMaxSize(3).map(Tuple::of),
            simple.array(Term[].class).ofMaxSize(3).map(ListTerm::of));
    return Arbitraries.maps(Arbitraries.oneOf(simple, keys), simple).ofMaxSize(30);
  }

  @Property(tries = 300)
  void itsEntriesAreThoseItWasMadeOf(@ForAll("entries") Map<Term, Term> entries) {
    MapTerm map = MapTerm.of(entries);
    assertThat(map.size()).isEqualTo(entries.size());
    assertThat(map.entries()).isEqualTo(entries).hasSameHashCodeAs(entries);
    assertThat(entries).isEqualTo(map.entries());
    assertThat(map.entries().entrySet()).isEqualTo(entries.entrySet());
    entries.forEach((key, value) -> assertThat(map.get(key)).contains(value));
  }

  @Property(tries = 100)
  void itsEntriesKeepTheirOrder(@ForAll("entries") Map<Term, Term> entries) {
    MapTerm map = MapTerm.of(entries);
    assertThat(map.entries().keySet()).containsExactlyElementsOf(entries.keySet());
    List<Term> values = new ArrayList<>();
    for (int i = 0; i < map.size(); i++) {
      assertThat(map.entries().get(map.keyAt(i))).isSameAs(map.valueAt(i));
      values.add(map.valueAt(i));
    }
    assertThat(values).containsExactlyElementsOf(entries.values());
  }

  @Property(tries = 200)
  void orderDoesNotMatterToEquality(@ForAll("entries") Map<Term, Term> entries) {
    List<Term> keys = new ArrayList<>(entries.keySet());
    Collections.reverse(keys);
    Map<Term, Term> reversed = new LinkedHashMap<>();
    keys.forEach(key -> reversed.put(key, entries.get(key)));
    assertThat(MapTerm.of(reversed))
        .isEqualTo(MapTerm.of(entries))
        .hasSameHashCodeAs(MapTerm.of(entries));
  }

  @Property(tries = 200)
  void anotherValueMakesAnotherMap(@ForAll("entries") Map<Term, Term> entries) {
    Map<Term, Term> other = new LinkedHashMap<>(entries);
    other.replaceAll((key, value) -> Tuple.of(value));
    assertThat(MapTerm.of(other).equals(MapTerm.of(entries))).isEqualTo(entries.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 9, 16, 17, 255, 256, 65_535, 65_536, 70_000})
  void everyKeyIsFoundInAMapOfAnySize(int size) {
    MapTerm map = MapTerm.wrap(squares(size));
    for (int i = 0; i < size; i++) {
      assertThat(map.find(IntegerTerm.of(i))).isEqualTo(IntegerTerm.of((long) i * i));
    }
    assertThat(map.get(IntegerTerm.of(size))).isEmpty();
    assertThat(map.get(Atom.OK)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 255, 256, 1024, 65_535, 65_536, 300_000})
  void aKeyIsFoundAfterAFewProbesInAMapOfAnySize(int size) {
    assertThat(MapTerm.wrap(squares(size)).probes()).isLessThan(3L * size + 20);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 9, 300, 70_000})
  void aKeyThatOccursTwiceIsRefusedAndNamed(int size) {
    Term[] keysAndValues = squares(size);
    int copied = new Random(size).nextInt(size - 1);
    keysAndValues[2 * (size - 1)] = IntegerTerm.of(copied);
    assertThatThrownBy(() -> MapTerm.of(keysAndValues))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the key " + copied + " occurs twice");
  }

  @Test
  void aKeyWithPartsThatOccursTwiceIsRefused() {
    assertThatThrownBy(
            () -> MapTerm.of(Tuple.of(Atom.OK), Atom.OK, Tuple.of(new Atom("ok")), Atom.ERROR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void zerosAndOnesOfDifferentKindsAreDifferentKeys() {
    Term[] keys = {
      new FloatTerm(0.0), new FloatTerm(-0.0), IntegerTerm.of(1), new FloatTerm(1.0),
    };
    MapTerm map =
        MapTerm.of(keys[0], Atom.OK, keys[1], Atom.OK, keys[2], Atom.OK, keys[3], Atom.OK);
    assertThat(map.size()).isEqualTo(4);
  }

  @Test
  void itsEntriesDoNotChange() {
    Map<Term, Term> entries = MapTerm.of(Atom.OK, Atom.ERROR).entries();
    assertThatThrownBy(() -> entries.put(Atom.OK, Atom.OK))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> entries.remove(Atom.OK))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> entries.entrySet().iterator().next().setValue(Atom.OK))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aMissingKeyOrValueIsRefused() {
    assertThatThrownBy(() -> MapTerm.of(Atom.OK, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> MapTerm.of(null, Atom.OK)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> MapTerm.of(new Term[] {Atom.OK}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ok");
  }

  private static Term[] squares(int size) {
    Term[] keysAndValues = new Term[2 * size];
    for (int i = 0; i < size; i++) {
      keysAndValues[2 * i] = IntegerTerm.of(i);
      keysAndValues[2 * i + 1] = IntegerTerm.of((long) i * i);
    }
    return keysAndValues;
  }
}
