package io.teleport.bench.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A value that every peer can express, in no peer's own classes. */
sealed interface Sample {

  /** Returns the bytes of a text in UTF-8, which is what a string is on the wire for every peer. */
  static Bytes text(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a tuple. */
  static Group group(Sample... elements) {
    return new Group(List.of(elements));
  }

  /**
   * Returns what somebody who visits every part has to count: the sum of all numbers, and the
   * length of all names and bytes.
   */
  long weight();

  /** An atom. */
  record Name(String text) implements Sample {
    @Override
    public long weight() {
      return text.length();
    }
  }

  /** An integer. */
  record Number(long value) implements Sample {
    @Override
    public long weight() {
      return value;
    }
  }

  /** A binary. */
  record Bytes(byte[] bytes) implements Sample {
    @Override
    public long weight() {
      return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return bytes.length > 100
          ? "Bytes[" + bytes.length + "]"
          : "Bytes[" + new String(bytes, StandardCharsets.UTF_8) + "]";
    }
  }

  /** A tuple. */
  record Group(List<Sample> elements) implements Sample {
    @Override
    public long weight() {
      return elements.stream().mapToLong(Sample::weight).sum();
    }
  }

  /** A list. */
  record Sequence(List<Sample> elements) implements Sample {
    @Override
    public long weight() {
      return elements.stream().mapToLong(Sample::weight).sum();
    }
  }

  /** A map. */
  record Table(Map<Sample, Sample> entries) implements Sample {
    @Override
    public long weight() {
      return entries.entrySet().stream()
          .mapToLong(entry -> entry.getKey().weight() + entry.getValue().weight())
          .sum();
    }
  }
}
