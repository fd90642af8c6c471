package io.teleport;

/** What a {@link TeleportNodeListener} is told by, until it is closed. */
public interface NodeWatch extends AutoCloseable {

  /**
   * Ends it: no event begins any more. Waits a moment for one that the listener is at. Doing so
   * twice is harmless.
   */
  @Override
  void close();
}
