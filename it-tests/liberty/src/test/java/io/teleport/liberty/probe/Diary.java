package io.teleport.liberty.probe;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What has happened on this node, in order. Safe for use by any number of threads. */
final class Diary {

  private static final List<String> ENTRIES = new CopyOnWriteArrayList<>();

  private Diary() {}

  static void note(String entry) {
    ENTRIES.add(entry);
  }

  static List<String> entries() {
    return ENTRIES;
  }
}
