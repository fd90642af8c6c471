package io.teleport.engine.node;

import io.teleport.term.Pid;
import io.teleport.term.Term;
import java.time.Duration;

/** A process identifier of the local node, and what is sent to it. Safe for use by any thread. */
public interface Mailbox extends AutoCloseable {

  /** Returns the process identifier. */
  Pid pid();

  /**
   * Takes the next message, waiting for it if there is none. Its binaries are copied to the heap.
   *
   * @throws io.teleport.CallTimeoutException if none came in time
   * @throws io.teleport.MessageTooLargeException if one came that is not held as a whole; it is
   *     dropped
   */
  Term receive(Duration timeout);

  /** Ends the process identifier and drops what was not taken, which counts as dead letters. */
  @Override
  void close();
}
