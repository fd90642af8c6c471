package io.teleport.bench.cluster;

import java.util.Locale;

/** What this project's nodes run in. */
enum Mode {
  /** A JVM for each node, with the resource adapter in the smallest container. */
  ENGINE,
  /** An Open Liberty server for each node. */
  LIBERTY;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
