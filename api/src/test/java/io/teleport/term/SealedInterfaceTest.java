package io.teleport.term;

import static io.teleport.term.Conversions.assertBothWays;
import static io.teleport.term.Conversions.assertFails;
import static io.teleport.term.Conversions.atom;
import static io.teleport.term.Conversions.integer;
import static io.teleport.term.Conversions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sealed interfaces of records and enums, told apart by their tags. */
class SealedInterfaceTest {

  sealed interface Shape permits Circle, Polygon, Nothing {}

  @Tagged
  record Circle(double radius) implements Shape {}

  sealed interface Polygon extends Shape permits Square, Group {}

  @Tagged
  record Square(double side) implements Polygon {}

  @Tagged
  record Group(List<Shape> members) implements Polygon {}

  @SnakeCase
  enum Nothing implements Shape {
    EMPTY,
    NIL
  }

  record Drawing(Optional<Shape> frame, Map<String, Shape> shapes) {}

  sealed interface Result<T> permits Ok, Failed {}

  @Tagged("ok")
  record Ok<T>(T value) implements Result<T> {}

  @Tagged("error")
  record Failed<X>(String reason) implements Result<X> {}

  record Answer(Result<Square> square, Result<List<Integer>> numbers) {}

  sealed interface Reply permits Short, Long {}

  @Tagged("reply")
  record Short(int code) implements Reply {}

  @Tagged("reply")
  record Long(int code, String text) implements Reply {}

  sealed interface Untagged permits Plain {}

  record Plain(int a) implements Untagged {}

  sealed interface Ambiguous permits First, Second {}

  @Tagged("same")
  record First(int a) implements Ambiguous {}

  @Tagged("same")
  record Second(String b) implements Ambiguous {}

  sealed interface Open permits Anything {}

  non-sealed interface Anything extends Open {}

  @Test
  void aRecordIsWrittenInItsOwnFormAndReadByItsTag() {
    assertThat(Terms.of(new Circle(1.5))).isEqualTo(Tuple.of(atom("circle"), new FloatTerm(1.5)));
    assertThat(Terms.as(Tuple.of(atom("circle"), integer(2)), Shape.class))
        .isEqualTo(new Circle(2));
  }

  @Test
  void sealedInterfacesMayBeNestedAndContainThemselves() {
    Shape group = new Group(List.of(new Square(1), new Group(List.of(new Circle(2)))));
    assertThat(Terms.as(Terms.of(group), Shape.class)).isEqualTo(group);
    assertThat(Terms.as(Terms.of(group), Polygon.class)).isEqualTo(group);
  }

  @Test
  void constantsOfAnEnumAreAtoms() {
    assertBothWays(Nothing.EMPTY, Shape.class, atom("empty"));
    assertThat(Terms.as(atom("nil"), Shape.class)).as("the constant").isEqualTo(Nothing.NIL);
    assertThat(Terms.as(Atom.UNDEFINED, Shape.class)).isNull();
  }

  @Test
  void sealedInterfacesMayBeComponents() {
    Drawing drawing =
        new Drawing(Optional.of(new Square(2)), Map.of("a", new Circle(1), "b", Nothing.EMPTY));
    assertThat(Terms.as(Terms.of(drawing), Drawing.class)).isEqualTo(drawing);
  }

  @Test
  void typeArgumentsReachTheRecords() {
    Answer answer = new Answer(new Ok<>(new Square(2)), new Ok<>(List.of(1)));
    assertThat(Terms.as(Terms.of(answer), Answer.class)).isEqualTo(answer);
    Answer failed = new Answer(new Failed<>("no"), new Failed<>(null));
    assertThat(Terms.as(Terms.of(failed), Answer.class)).isEqualTo(failed);
  }

  @Test
  void recordsMayShareATagIfTheyDifferInTheNumberOfComponents() {
    assertThat(Terms.as(Tuple.of(atom("reply"), integer(1)), Reply.class)).isEqualTo(new Short(1));
    assertThat(Terms.as(Tuple.of(atom("reply"), integer(1), text("x")), Reply.class))
        .isEqualTo(new Long(1, "x"));
    assertFails(
        "$: expected a tuple {reply, ...} of 2 elements or a tuple {reply, ...} of 3 elements,"
            + " found the tuple {reply}",
        () -> Terms.as(Tuple.of(atom("reply")), Reply.class));
  }

  @Test
  void anUnknownTagIsRefusedWithThoseThatAreKnown() {
    assertFails(
        "$: expected a Shape, that is {circle, ...} or {square, ...} or {group, ...} or empty or"
            + " nil, found a tuple {triangle, ...} of 2 elements",
        () -> Terms.as(Tuple.of(atom("triangle"), integer(1)), Shape.class));
    assertFails(
        "$: expected a Polygon, that is {square, ...} or {group, ...}, found the atom empty",
        () -> Terms.as(atom("empty"), Polygon.class));
    assertFails(
        "$: expected a Reply, that is {reply, ...}, found a map of 0 entries",
        () -> Terms.as(MapTerm.EMPTY, Reply.class));
  }

  @Test
  void aKnownTagWithAnotherNumberOfElementsIsRefused() {
    assertFails(
        "$: expected a tuple {circle, ...} of 2 elements, found a tuple {circle, ...} of 3"
            + " elements",
        () -> Terms.as(Tuple.of(atom("circle"), integer(1), integer(2)), Shape.class));
  }

  @Test
  void errorsWithinAreNamedByTheirPath() {
    Term bad = Tuple.of(atom("square"), atom("nil"));
    Term group = Tuple.of(atom("group"), ListTerm.of(Terms.of(new Circle(1)), bad));
    assertFails(
        "$.shapes[<<\"k\">>].members[1].side: expected a number, found the atom nil",
        () -> Terms.as(MapTerm.of(atom("shapes"), MapTerm.of(text("k"), group)), Drawing.class));
    assertFails(
        "$.frame.side: expected a number, found the atom nil",
        () -> Terms.as(MapTerm.of(atom("frame"), bad), Drawing.class));
  }

  @Test
  void aRecordWithoutATagCannotBeToldFromOthers() {
    assertThatThrownBy(() -> Terms.as(Terms.of(new Plain(1)), Untagged.class))
        .isInstanceOf(TermConversionException.class)
        .hasMessageContaining(Untagged.class.getName())
        .hasMessageContaining(Plain.class.getName() + " without @Tagged");
  }

  @Test
  void tagsThatCannotBeToldApartAreRefused() {
    assertThatThrownBy(() -> Terms.as(Tuple.EMPTY, Ambiguous.class))
        .isInstanceOf(TermConversionException.class)
        .hasMessageContaining("a tuple {same, ...} of 2 elements for " + First.class.getName());
  }

  @Test
  void anInterfaceThatOthersMayImplementIsRefused() {
    assertThatThrownBy(() -> Terms.as(Tuple.EMPTY, Open.class))
        .isInstanceOf(TermConversionException.class)
        .hasMessageContaining(Anything.class.getName());
  }
}
