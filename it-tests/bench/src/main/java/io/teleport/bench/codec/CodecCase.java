package io.teleport.bench.codec;

import java.util.Arrays;
import java.util.List;

/** The values that are encoded and decoded. Those that are walked are decoded only. */
enum CodecCase {
  BINARY_1M("binary-1m"),
  BINARY_10M("binary-10m"),
  BINARY_100M("binary-100m"),
  NESTED("nested"),
  NESTED_WALKED("nested-walked"),
  TUPLES("tuples"),
  TUPLES_WALKED("tuples-walked"),
  MAP("map"),
  MAP_WALKED("map-walked"),
  TYPED("typed");

  private static final int TUPLE_COUNT = 10_000;
  private static final int ENTRY_COUNT = 1_000;

  private final String label;

  CodecCase(String label) {
    this.label = label;
  }

  static CodecCase labelled(String label) {
    return Arrays.stream(values())
        .filter(value -> value.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no case is named " + label));
  }

  String label() {
    return label;
  }

  /** Returns whether the value is a record rather than a term. */
  boolean isTyped() {
    return this == TYPED;
  }

  /** Returns whether each part of what was decoded is visited. */
  boolean isWalked() {
    return this == NESTED_WALKED || this == TUPLES_WALKED || this == MAP_WALKED;
  }

  List<Direction> directions() {
    return isWalked() ? List.of(Direction.DECODE) : List.of(Direction.values());
  }

  /** Returns the value, which is not a record. */
  Sample sample() {
    Samples samples = new Samples();
    return switch (this) {
      case BINARY_1M -> samples.binary(1);
      case BINARY_10M -> samples.binary(10);
      case BINARY_100M -> samples.binary(100);
      case NESTED, NESTED_WALKED -> samples.nested();
      case TUPLES, TUPLES_WALKED -> samples.tuples(TUPLE_COUNT);
      case MAP, MAP_WALKED -> samples.table(ENTRY_COUNT);
      case TYPED -> throw new IllegalStateException("a record is no sample");
    };
  }
}
