package io.teleport.term;

import static io.teleport.term.Conversions.assertBothWays;
import static io.teleport.term.Conversions.assertFails;
import static io.teleport.term.Conversions.atom;
import static io.teleport.term.Conversions.integer;
import static io.teleport.term.Conversions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What components and constants are called in terms: {@link Name} and {@link SnakeCase}. */
class TermNamesTest {

  record Named(@Name("customer_id") String customer, int itemCount) {}

  @SnakeCase
  record Snake(String customerId, @Name("itemCount") int items) {}

  enum Plain {
    OPEN,
    @Name("done")
    CLOSED
  }

  @SnakeCase
  enum Status {
    OPEN,
    IN_TRANSIT,
    @Name("lost?")
    LOST
  }

  enum Ambiguous {
    A,
    @Name("A")
    B
  }

  record Twice(int a, @Name("a") int b) {}

  enum Mixed {
    up,
    UP
  }

  @Test
  void aComponentIsCalledWhatItsAnnotationSays() {
    assertBothWays(
        new Named("c7", 2),
        Named.class,
        MapTerm.of(atom("customer_id"), text("c7"), atom("itemCount"), integer(2)));
  }

  @Test
  void inSnakeCaseAllComponentsButTheNamedAre() {
    assertBothWays(
        new Snake("c7", 2),
        Snake.class,
        MapTerm.of(atom("customer_id"), text("c7"), atom("itemCount"), integer(2)));
  }

  @Test
  void keysInBinariesAreReadByTheSameNames() {
    assertThat(
            Terms.as(
                MapTerm.of(text("customer_id"), text("c7"), text("itemCount"), integer(2)),
                Snake.class))
        .isEqualTo(new Snake("c7", 2));
  }

  @Test
  void errorsCallAComponentByItsNameInJavaAndAKeyByItsNameInTheMap() {
    assertFails(
        "$.customer: expected text, found the integer 1",
        () -> Terms.as(MapTerm.of(atom("customer_id"), integer(1)), Named.class));
    assertFails(
        "$.items: expected an integer, found no key itemCount in the map",
        () -> Terms.as(MapTerm.EMPTY, Snake.class));
  }

  @Test
  void aConstantIsCalledWhatItsAnnotationSays() {
    assertBothWays(Plain.CLOSED, Plain.class, atom("done"));
    assertBothWays(Plain.OPEN, Plain.class, atom("OPEN"));
  }

  @Test
  void inSnakeCaseAllConstantsButTheNamedAre() {
    assertBothWays(Status.OPEN, Status.class, atom("open"));
    assertBothWays(Status.IN_TRANSIT, Status.class, atom("in_transit"));
    assertBothWays(Status.LOST, Status.class, atom("lost?"));
  }

  @Test
  void aConstantIsReadByItsNameInJavaTooUnlessAnotherIsCalledSo() {
    assertThat(Terms.as(atom("IN_TRANSIT"), Status.class)).isEqualTo(Status.IN_TRANSIT);
    assertThat(Terms.as(atom("closed"), Plain.class)).isEqualTo(Plain.CLOSED);
    assertThat(Terms.as(atom("up"), Mixed.class)).isEqualTo(Mixed.up);
    assertThat(Terms.as(atom("UP"), Mixed.class)).isEqualTo(Mixed.UP);
  }

  @Test
  void aNameThatOccursTwiceIsRefusedBothWays() {
    String message =
        "$: expected names that differ in " + Twice.class.getName() + ", found the name a twice";
    assertFails(message, () -> Terms.of(new Twice(1, 2)));
    assertFails(message, () -> Terms.as(MapTerm.EMPTY, Twice.class));
    assertThatThrownBy(() -> Terms.of(Ambiguous.A))
        .isInstanceOf(TermConversionException.class)
        .hasMessageContaining("the name 'A' twice");
  }

  @ParameterizedTest
  @CsvSource({
    "name, name",
    "customerId, customer_id",
    "OrderItem, order_item",
    "HTTPServer, http_server",
    "parseURL, parse_url",
    "IN_TRANSIT, in_transit",
    "item2Name, item2_name",
    "x, x",
    "ÄrgerÜber, ärger_über",
    "_x, _x",
  })
  void snakeCase(String javaName, String expected) {
    assertThat(TermNames.snakeCase(javaName)).isEqualTo(expected);
  }
}
