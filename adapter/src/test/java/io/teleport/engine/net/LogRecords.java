package io.teleport.engine.net;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what is logged about something, until it is closed. Safe for use by any thread. */
public final class LogRecords extends Handler implements AutoCloseable {

  private final Logger logger = Logger.getLogger("io.teleport");
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final String about;

  /**
   * Begins to listen.
   *
   * @param least the least level of interest
   * @param about what a message must contain
   */
  public LogRecords(Level least, String about) {
    this.about = about;
    setLevel(least);
    logger.addHandler(this);
  }

  /** Returns what was logged so far. */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void publish(LogRecord entry) {
    if (isLoggable(entry) && entry.getMessage().contains(about)) {
      messages.add(entry.getMessage());
    }
  }

  @Override
  public void flush() {
    // Nothing is held back.
  }

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
