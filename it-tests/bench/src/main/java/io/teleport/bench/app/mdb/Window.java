package io.teleport.bench.app.mdb;

/**
 * How far senders may be ahead of the receiver, so that no queue overflows; all senders together.
 *
 * @param messages sent and not taken by the bean
 * @param step how many messages credit is given for at once
 */
record Window(int messages, int step) {

  private static final int MOST_BYTES = 32 * 1024 * 1024;
  private static final int MOST_MESSAGES = 4096;
  private static final int STEPS = 16;

  /** Returns the window for messages of a size, which both sides compute alike. */
  static Window ofBytes(int size) {
    int messages = Math.max(STEPS, Math.min(MOST_MESSAGES, MOST_BYTES / Math.max(1, size)));
    return new Window(messages, messages / STEPS);
  }
}
