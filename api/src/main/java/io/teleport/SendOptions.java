package io.teleport;

import java.util.Objects;

/**
 * How a message is sent. Immutable.
 *
 * @param delivery what the sender is promised
 * @param orderingKey messages of one sending node to one destination that have the same key are
 *     delivered in the order in which they were sent, also across lost sockets and into a bean with
 *     several instances; null if order does not matter. Not with {@link Delivery#BEST_EFFORT}.
 */
public record SendOptions(Delivery delivery, String orderingKey) {

  /** Confirmed, in any order. */
  public static final SendOptions DEFAULT = new SendOptions(Delivery.CONFIRMED, null);

  /** Sent once, in any order. */
  public static final SendOptions BEST_EFFORT = new SendOptions(Delivery.BEST_EFFORT, null);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there is a key with best effort, which keeps no order
   */
  public SendOptions {
    Objects.requireNonNull(delivery, "delivery");
    if (delivery == Delivery.BEST_EFFORT && orderingKey != null) {
      throw new IllegalArgumentException(
          "orderingKey '%s' with BEST_EFFORT: order is kept for CONFIRMED messages only"
              .formatted(orderingKey));
    }
  }

  /**
   * Confirmed, in the order of a key.
   *
   * @param key any text; the fewer messages share it, the less they wait for each other
   */
  public static SendOptions inOrderOf(String key) {
    return new SendOptions(Delivery.CONFIRMED, Objects.requireNonNull(key, "key"));
  }
}
