package io.teleport.term;

import static io.teleport.term.Conversions.assertFails;
import static io.teleport.term.Conversions.atom;
import static io.teleport.term.Conversions.integer;
import static io.teleport.term.Conversions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said where a conversion fails: the path, what was expected, what was found. */
class ConversionErrorTest {

  record Item(String name, double price) {}

  record Order(
      List<Item> items,
      Map<String, List<Item>> byName,
      Optional<Item> first,
      Item[] array,
      List<List<Optional<Integer>>> grid,
      Instant placed) {}

  record Throwing(int value) {
    @Override
    public int value() {
      throw new IllegalStateException("not now");
    }
  }

  record Nested(Object inside) {}

  private static final Term GOOD = Terms.of(new Item("pen", 1));
  private static final Term BAD = MapTerm.of(atom("name"), text("ink"), atom("price"), atom("nil"));
  private static final String WRONG = ": expected a number, found the atom nil";

  @Test
  void inAList() {
    assertFails("$.items[3].price" + WRONG, reading("items", ListTerm.of(GOOD, GOOD, GOOD, BAD)));
  }

  @Test
  void inATupleThatIsReadAsAList() {
    assertFails("$.items[1].price" + WRONG, reading("items", Tuple.of(GOOD, BAD)));
  }

  @Test
  void inAnArray() {
    assertFails("$.array[1].price" + WRONG, reading("array", ListTerm.of(GOOD, BAD)));
  }

  @Test
  void inAListInAMap() {
    assertFails(
        "$.byName[<<\"k\">>][0].price" + WRONG,
        reading("byName", MapTerm.of(text("k"), ListTerm.of(BAD))));
  }

  @Test
  void inTheKeyOfAMap() {
    assertFails(
        "$.byName[7]: expected text, found the integer 7",
        reading("byName", MapTerm.of(integer(7), ListTerm.EMPTY)));
  }

  @Test
  void inAnOptional() {
    assertFails("$.first.price" + WRONG, reading("first", BAD));
    assertFails(
        "$.grid[0][1]: expected an integer, found the float 1.5",
        reading("grid", ListTerm.of(ListTerm.of(integer(1), new FloatTerm(1.5)))));
  }

  @Test
  void inText() {
    assertFails(
        "$.placed: expected a time by ISO 8601, found a binary of 4 bytes: Text 'noon' could not be"
            + " parsed at index 0",
        reading("placed", text("noon")));
    assertFails(
        "$.items[0].name: expected text in UTF-8, found a binary of 1 bytes that are not"
            + " well-formed UTF-8",
        reading(
            "items", ListTerm.of(MapTerm.of(atom("name"), Binary.wrap(new byte[] {(byte) 0x80})))));
  }

  @Test
  void whileWriting() {
    assertFails(
        "$.inside[1].price: expected a finite number, found NaN",
        () -> Terms.of(new Nested(List.of(1, new Item("x", Double.NaN)))));
    assertFails(
        "$.inside[k][0]: expected a value that can be sent (see the table of"
            + " io.teleport.term.Terms), found an object of java.lang.Object",
        () -> Terms.of(new Nested(Map.of("k", List.of(new Object())))));
    assertFails(
        "$[2]: expected a finite number, found Infinity",
        () -> Terms.tuple(1, 2, Double.POSITIVE_INFINITY));
    assertFails(
        "$[1]: expected a finite number, found NaN", () -> Terms.of(new double[] {1, Double.NaN}));
  }

  @Test
  void ofAnAccessorThatThrows() {
    assertThatThrownBy(() -> Terms.of(List.of(new Throwing(1))))
        .isInstanceOf(TermConversionException.class)
        .hasMessage(
            "$[0].value: expected a value, found an accessor that throws"
                + " java.lang.IllegalStateException: not now")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void thePartsAreToldSeparately() {
    TermConversionException e =
        catchThrowableOfType(TermConversionException.class, reading("items", ListTerm.of(BAD)));
    assertThat(e.path()).isEqualTo("$.items[0].price");
    assertThat(e.expected()).isEqualTo("a number");
    assertThat(e.found()).isEqualTo("the atom nil");
  }

  @Test
  void aLongPathIsShownByItsEnd() {
    Object deep = new Object();
    for (int i = 0; i < 30; i++) {
      deep = List.of(deep);
    }
    Object value = deep;
    assertThatThrownBy(() -> Terms.of(value))
        .hasMessageStartingWith("$..." + "[0]".repeat(20) + ": expected");
  }

  @Test
  void aLongKeyIsShownByItsBegin() {
    assertThatThrownBy(() -> Terms.of(Map.of("k".repeat(1000), new Object())))
        .hasMessageStartingWith("$[" + "k".repeat(40) + "...]: expected");
  }

  @Test
  void nestingIsBoundedBothWays() {
    Term term = integer(1);
    List<Object> value = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      term = ListTerm.of(term);
      value = new ArrayList<>(Arrays.asList(value));
    }
    Term deepTerm = term;
    Object deepValue = value;
    assertThatThrownBy(() -> Terms.as(deepTerm, Object.class))
        .isInstanceOf(TermConversionException.class)
        .hasMessageContaining("nested no deeper than 500 levels");
    assertThatThrownBy(() -> Terms.of(deepValue))
        .isInstanceOf(TermConversionException.class)
        .hasMessageContaining("nested no deeper than 500 levels");
  }

  private static org.assertj.core.api.ThrowableAssert.ThrowingCallable reading(
      String component, Term value) {
    return () -> Terms.as(MapTerm.of(atom(component), value), Order.class);
  }
}
