package io.teleport.chaos.soak;

/** What is watched in a soak. */
public enum Figure {
  /** Heap in use after a collection. */
  HEAP("heap_bytes", 8 << 20, 1 << 20),
  /** Memory of direct buffers, without what is kept for large messages within its bound. */
  DIRECT("direct_bytes", 8 << 20, 1 << 20),
  /** Memory kept for large messages; grows up to its bound, and not beyond. */
  CHUNKS("chunk_bytes", Long.MAX_VALUE, 1 << 20),
  /**
   * What the operating system has given the process, without what is kept for large messages. It
   * takes its time to settle: code is compiled, and the heap is touched bit by bit.
   */
  RESIDENT("resident_bytes", 32 << 20, 1 << 20),
  /** Threads. */
  THREADS("threads", 8, 1),
  /** Sockets. */
  SOCKETS("sockets", 10, 1),
  /** Selectors and the like. */
  SELECTORS("selectors", 4, 1),
  /** Messages that are not confirmed. */
  UNCONFIRMED("unconfirmed", 500, 1),
  /** What is remembered of messages that have arrived. */
  REMEMBERED("remembered", 500, 1),
  /** Destinations that credit is counted for. */
  ACCOUNTS("credit_accounts", 0, 1);

  private final String column;
  private final long mostGrowth;
  private final long unit;

  Figure(String column, long mostGrowth, long unit) {
    this.column = column;
    this.mostGrowth = mostGrowth;
    this.unit = unit;
  }

  /** Returns what nodes, and the table, call it. */
  public String column() {
    return column;
  }

  /** Returns by how much it may grow in the second half of a soak, by its trend. */
  long mostGrowth() {
    return mostGrowth;
  }

  /** Returns what it is shown in: mebibytes, or one. */
  long unit() {
    return unit;
  }
}
