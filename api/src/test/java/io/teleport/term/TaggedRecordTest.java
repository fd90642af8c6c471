package io.teleport.term;

import static io.teleport.term.Conversions.assertBothWays;
import static io.teleport.term.Conversions.assertFails;
import static io.teleport.term.Conversions.atom;
import static io.teleport.term.Conversions.integer;
import static io.teleport.term.Conversions.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Records as tagged tuples: {@link Tagged}. */
class TaggedRecordTest {

  @Tagged
  record OrderItem(String name, int quantity) {}

  @Tagged("order")
  record Order(String id, List<OrderItem> items, Optional<String> note) {}

  @Tagged
  record Stop() {}

  @Tagged("ok")
  record Ok<T>(T value) {}

  record Outcomes(Ok<OrderItem> item, Ok<List<Integer>> numbers, Ok<?> any) {}

  @Test
  void aTaggedRecordIsATupleOfTagAndComponents() {
    assertBothWays(
        new Order("o1", List.of(new OrderItem("pen", 2)), Optional.of("soon")),
        Order.class,
        Tuple.of(
            atom("order"),
            text("o1"),
            ListTerm.of(Tuple.of(atom("order_item"), text("pen"), integer(2))),
            text("soon")));
  }

  @Test
  void withoutANameTheTagIsTheNameOfTheRecordInSnakeCase() {
    assertThat(((Tuple) Terms.of(new OrderItem("pen", 1))).get(0)).isEqualTo(atom("order_item"));
  }

  @Test
  void aTaggedRecordWithoutComponentsIsATupleOfItsTag() {
    assertBothWays(new Stop(), Stop.class, Tuple.of(atom("stop")));
    assertFails(
        "$: expected the tuple {stop}, found the atom stop",
        () -> Terms.as(atom("stop"), Stop.class));
  }

  @Test
  void whatIsMissingInATaggedRecordIsUndefined() {
    assertBothWays(
        new Order(null, null, Optional.empty()),
        Order.class,
        Tuple.of(atom("order"), Atom.UNDEFINED, Atom.UNDEFINED, Atom.UNDEFINED));
  }

  @Test
  void aTaggedRecordThatIsNullIsUndefined() {
    assertThat(Terms.as(Atom.UNDEFINED, Order.class)).isNull();
    assertThat(Terms.of(new Ok<OrderItem>(null))).isEqualTo(Tuple.of(Atom.OK, Atom.UNDEFINED));
  }

  @Test
  void typeArgumentsOfATaggedRecordAreKept() {
    Outcomes outcomes =
        new Outcomes(new Ok<>(new OrderItem("pen", 1)), new Ok<>(List.of(7)), new Ok<>(1.5));
    assertThat(Terms.as(Terms.of(outcomes), Outcomes.class)).isEqualTo(outcomes);
  }

  @Test
  void anotherTagIsRefused() {
    assertFails(
        "$: expected a tuple {order_item, ...} of 3 elements, found a tuple {item, ...} of 3"
            + " elements",
        () -> Terms.as(Tuple.of(atom("item"), text("pen"), integer(1)), OrderItem.class));
  }

  @Test
  void anotherNumberOfElementsIsRefused() {
    assertFails(
        "$: expected a tuple {order_item, ...} of 3 elements, found a tuple {order_item, ...} of 2"
            + " elements",
        () -> Terms.as(Tuple.of(atom("order_item"), text("pen")), OrderItem.class));
  }

  @Test
  void whatIsNoTupleIsRefused() {
    assertFails(
        "$: expected a tuple {order_item, ...} of 3 elements, found a map of 0 entries",
        () -> Terms.as(MapTerm.EMPTY, OrderItem.class));
    assertFails(
        "$: expected a tuple {order_item, ...} of 3 elements, found a tuple of 0 elements",
        () -> Terms.as(Tuple.EMPTY, OrderItem.class));
  }

  @Test
  void errorsWithinNameTheComponents() {
    Term good = Terms.of(new OrderItem("pen", 1));
    Term bad = Tuple.of(atom("order_item"), text("ink"), atom("many"));
    assertFails(
        "$.items[1].quantity: expected an integer, found the atom many",
        () ->
            Terms.as(
                Tuple.of(atom("order"), text("o1"), ListTerm.of(good, bad), Atom.UNDEFINED),
                Order.class));
  }
}
