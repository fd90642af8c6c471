package io.teleport.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The example of the README, letter by letter. */
class MessagesAreJavaValuesTest {

  public sealed interface OrderEvent permits Placed, Cancelled {}

  @Tagged
  public record Placed(long number, Order order) implements OrderEvent {}

  @Tagged
  public record Cancelled(long number, Optional<String> reason) implements OrderEvent {}

  @SnakeCase
  public record Order(String customerId, List<OrderItem> items, Instant placedAt, Status status) {}

  @Tagged("item")
  public record OrderItem(String sku, int quantity, BigDecimal price) {}

  @SnakeCase
  public enum Status {
    OPEN,
    IN_TRANSIT,
    @Name("done")
    DELIVERED
  }

  private static final OrderEvent PLACED =
      new Placed(
          42,
          new Order(
              "c7",
              List.of(new OrderItem("pen", 2, new BigDecimal("1.50"))),
              Instant.parse("2025-06-01T12:00:00Z"),
              Status.IN_TRANSIT));

  private static final OrderEvent CANCELLED = new Cancelled(42, Optional.empty());

  @Test
  void eventsAreTuples() {
    assertThat(Terms.of(PLACED))
        .hasToString(
            "{placed,42,#{customer_id => <<\"c7\">>,"
                + "items => [{item,<<\"pen\">>,2,<<\"1.50\">>}],"
                + "placed_at => <<\"2025-06-01T12:00:00Z\">>,"
                + "status => in_transit}}");
    assertThat(Terms.of(CANCELLED)).hasToString("{cancelled,42,undefined}");
  }

  @Test
  void tuplesAreEvents() {
    assertThat(Terms.as(Terms.of(PLACED), OrderEvent.class)).isEqualTo(PLACED);
    assertThat(Terms.as(Terms.of(CANCELLED), OrderEvent.class)).isEqualTo(CANCELLED);
  }
}
