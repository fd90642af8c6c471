package io.teleport.engine.node;

import io.teleport.CallTimeoutException;
import io.teleport.MessageTooLargeException;
import io.teleport.TeleportException;
import io.teleport.term.Pid;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A mailbox over a queue; how much can be in it is bounded by the credit that senders have. */
final class QueueMailbox implements Mailbox {

  private final Directory directory;
  private final BiConsumer<InboundMessage, String> deadLetters;
  private final Pid pid;
  private final BlockingQueue<InboundMessage> queue = new LinkedBlockingQueue<>();
  private final long maxMessage;
  private volatile boolean closed;

  /**
   * Creates it.
   *
   * @param deadLetters takes note of what was not taken, and why
   * @param maxMessage up to how many bytes a message is held as a whole
   */
  QueueMailbox(
      Directory directory, BiConsumer<InboundMessage, String> deadLetters, long maxMessage) {
    this.maxMessage = maxMessage;
    this.directory = directory;
    this.deadLetters = deadLetters;
    this.pid = directory.spawn(this::deliver);
  }

  @Override
  public Pid pid() {
    return pid;
  }

  private void deliver(InboundMessage message) {
    queue.add(message);
    if (closed) {
      drop();
    }
  }

  @Override
  public Term receive(Duration timeout) {
    InboundMessage message;
    try {
      message = queue.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TeleportException("interrupted while waiting for a message to " + pid, e);
    }
    if (message == null) {
      throw new CallTimeoutException(
          "no message to %s came within %d ms".formatted(pid, timeout.toMillis()));
    }
    try (message) {
      if (message.size() < 0 || message.size() > maxMessage) {
        deadLetters.accept(message, "it is too large for a process: maxMessage is " + maxMessage);
        throw new MessageTooLargeException(
            "a message to %s was dropped: it has %d bytes (-1: unknown), maxMessage is %d; a listener can read it as a stream"
                .formatted(pid, message.size(), maxMessage));
      }
      return Terms.detached(message.decode());
    }
  }

  @Override
  public void close() {
    closed = true;
    directory.exit(pid);
    drop();
  }

  private void drop() {
    List<InboundMessage> left = new ArrayList<>();
    queue.drainTo(left);
    for (InboundMessage message : left) {
      try (message) {
        deadLetters.accept(message, "the process has ended");
      }
    }
  }
}
