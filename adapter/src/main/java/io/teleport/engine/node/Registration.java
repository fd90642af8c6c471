package io.teleport.engine.node;

/** A name that stands for an {@link Inbox}, until it is closed. */
public interface Registration extends AutoCloseable {

  /**
   * Takes the name back. Messages that were delivered before stay with the inbox. Doing so twice is
   * harmless.
   */
  @Override
  void close();
}
