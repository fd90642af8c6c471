package io.teleport.bench.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes the values that are encoded and decoded; the same ones in every run. */
final class Samples {

  /** Beyond a byte, so that no list becomes a string of bytes, and within 28 bits. */
  private static final int NUMBERS = 1_000_000;

  private final Random random = new Random(1729);

  /** A binary in a small tuple. */
  Sample binary(int megabytes) {
    byte[] bytes = new byte[megabytes << 20];
    random.nextBytes(bytes);
    return Sample.group(new Sample.Name("data"), number(), new Sample.Bytes(bytes));
  }

  /** What the request of a remote procedure call may look like. */
  Sample nested() {
    return Sample.group(
        new Sample.Name("request"),
        table(10),
        new Sample.Sequence(numbers(100)),
        Sample.text("orders"),
        Sample.text("2f1c7a90-5d3e-4b1a-9c55-0e6b7a1d2c3f"),
        Sample.text("Grüße aus Zürich"));
  }

  /** A list of small tuples. */
  Sample tuples(int count) {
    List<Sample> tuples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tuples.add(Sample.group(new Sample.Name("item"), number(), Sample.text("value " + i)));
    }
    return new Sample.Sequence(tuples);
  }

  /** A map from strings to integers. */
  Sample table(int count) {
    Map<Sample, Sample> entries = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      entries.put(Sample.text("key " + i), number());
    }
    return new Sample.Table(entries);
  }

  private List<Sample> numbers(int count) {
    List<Sample> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(number());
    }
    return numbers;
  }

  private Sample number() {
    return new Sample.Number(random.nextInt(NUMBERS));
  }
}
