package io.teleport.bench.codec;

/** Which way a value goes. */
enum Direction {
  ENCODE("encode"),
  DECODE("decode");

  private final String label;

  Direction(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
