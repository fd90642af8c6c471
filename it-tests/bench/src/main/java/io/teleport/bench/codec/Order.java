package io.teleport.bench.codec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A record as applications send them.
 *
 * @param id text
 * @param customer text with other letters than ASCII
 * @param number beyond an {@code int}
 * @param placed written as text by all peers
 * @param status an enum
 * @param express a boolean
 * @param total a double
 * @param items records
 */
public record Order(
    String id,
    String customer,
    long number,
    Instant placed,
    Status status,
    boolean express,
    double total,
    List<Item> items) {

  private static final int ITEMS = 10;

  /** How far the order is. */
  public enum Status {
    /** Accepted. */
    OPEN,
    /** On its way. */
    SHIPPED,
    /** With the customer. */
    DELIVERED
  }

  /**
   * A part of an order.
   *
   * @param sku text
   * @param title text
   * @param quantity an {@code int}
   * @param price a double
   */
  public record Item(String sku, String title, int quantity, double price) {}

  /** Makes the order that is encoded and decoded; the same one in every run. */
  static Order sample() {
    Random random = new Random(1729);
    List<Item> items = new ArrayList<>();
    double total = 0;
    for (int i = 0; i < ITEMS; i++) {
      Item item =
          new Item(
              "SKU-" + random.nextInt(1_000_000),
              "The title of item " + i,
              1 + random.nextInt(1000),
              random.nextInt(100_000) / 100.0);
      items.add(item);
      total += item.quantity() * item.price();
    }
    return new Order(
        "2f1c7a90-5d3e-4b1a-9c55-0e6b7a1d2c3f",
        "Jürgen Groß, Zürich",
        9_007_199_254_740_993L,
        Instant.parse("2025-06-01T12:34:56.789Z"),
        Status.SHIPPED,
        true,
        total,
        List.copyOf(items));
  }
}
