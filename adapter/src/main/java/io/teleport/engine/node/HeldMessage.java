package io.teleport.engine.node;

import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import io.teleport.engine.peer.ArrivingContent;
import io.teleport.engine.peer.Outbound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A message that is encoded and waits for leave to go. It holds what it refers to: open files, and
 * memory of a received message that it passes on; one that is still arriving is read when it
 * leaves, so the listener must not be done with it before. Whoever has it calls exactly one of
 * {@link #send}, {@link #sendOrGiveUp}, {@link #giveUp} and {@link #discard}, once; used by one
 * thread at a time.
 */
public final class HeldMessage {

  /** What the objects of a message take besides its bytes. */
  private static final int OBJECTS = 256;

  /** What an open file counts as, of which a process has few. */
  private static final int OPEN_FILE = 64 << 10;

  private final NodeName node;
  private final Outbound message;
  private final AwaitedOutcome outcome;
  private final Function<HeldMessage, Runnable> transmit;
  private Runnable rest = () -> {};

  /**
   * Creates it.
   *
   * @param outcome that of the message
   * @param transmit hands it to the peers; returns what is left to do, which may take long
   */
  HeldMessage(
      NodeName node,
      Outbound message,
      AwaitedOutcome outcome,
      Function<HeldMessage, Runnable> transmit) {
    this.node = node;
    this.message = message;
    this.outcome = outcome;
    this.transmit = transmit;
  }

  /**
   * Returns the same list without references to what the application may change: its arrays and
   * buffers are copied. What is still arriving is nobody else's from here on.
   *
   * @throws IllegalArgumentException if it ends in a stream or channel, which is the application's,
   *     and most often closed when the transaction commits; the list is released then, and the
   *     stream is untouched
   * @throws IllegalStateException if it ends in what is still arriving, and somebody reads that
   *     already; the list is released, likewise
   */
  static GatherList lasting(GatherList list) {
    if (list.pumped() instanceof ArrivingContent arriving) {
      try {
        arriving.claim();
      } catch (RuntimeException e) {
        list.release();
        throw e;
      }
    } else if (list.pumped() != null) {
      list.release();
      throw new IllegalArgumentException(
          "a message that ends in a stream or channel cannot be held until the transaction commits,"
              + " when that may be closed; send it outside of the transaction (a bean:"
              + " TransactionAttributeType.NOT_SUPPORTED), or as a Path");
    }
    if (list.segments().size() == 1) {
      return list;
    }
    List<Segment> segments = new ArrayList<>(list.segments().size());
    for (Segment segment : list.segments()) {
      // The first is the encoder's own.
      segments.add(segments.isEmpty() ? segment : lasting(segment));
    }
    // The segments belong to the new list now; the old one is not released.
    return new GatherList(
        segments, list.headroom(), list.envelopeLength(), list.tailLength(), list.pumped());
  }

  private static Segment lasting(Segment segment) {
    if (segment instanceof Segment.Heap heap) {
      byte[] bytes = Arrays.copyOfRange(heap.array(), heap.offset(), heap.offset() + heap.count());
      return new Segment.Heap(bytes, 0, bytes.length);
    }
    if (segment instanceof Segment.Buffer buffer) {
      byte[] bytes = new byte[buffer.buffer().remaining()];
      buffer.buffer().duplicate().get(bytes);
      return new Segment.Heap(bytes, 0, bytes.length);
    }
    return segment;
  }

  /** Returns the node that it goes to. */
  public NodeName node() {
    return node;
  }

  /** Returns how much memory it takes, in bytes; a file counts as 64 KiB. */
  public long cost() {
    long cost = OBJECTS;
    for (Segment segment : message.payload().segments()) {
      cost += segment instanceof Segment.FileRange ? OPEN_FILE : segment.length();
    }
    return cost;
  }

  /** Returns the stage that tells what becomes of it, as that of {@link LocalNode#sendAsync}. */
  public CompletionStage<Void> stage() {
    return outcome.stage();
  }

  Outbound message() {
    return message;
  }

  /**
   * Sends it; {@link #finish} is to follow. May block, as every send. If it throws, the message was
   * not accepted, and the stage fails with the same exception.
   */
  public void send() {
    try {
      transmit();
    } catch (RuntimeException e) {
      outcome.fail(told(e));
      throw e;
    }
  }

  /**
   * Sends it, or has it be a dead letter; {@link #finish} is to follow. May block, as every send.
   *
   * @return why it was not accepted, if it was not
   */
  public Optional<TeleportException> sendOrGiveUp() {
    try {
      transmit();
      return Optional.empty();
    } catch (RuntimeException e) {
      TeleportException reason = told(e);
      outcome.failed(reason);
      return Optional.of(reason);
    }
  }

  private void transmit() {
    disclaim();
    rest = transmit.apply(this);
  }

  private void disclaim() {
    if (message.payload().pumped() instanceof ArrivingContent arriving) {
      arriving.disclaim();
    }
  }

  /**
   * Passes on what was still arriving when the message was sent. Blocks until all has left, or the
   * receiver wants no more, or nothing has moved for {@code sendTimeout}; if it fails the message
   * is a dead letter.
   */
  public void finish() {
    try {
      rest.run();
    } catch (RuntimeException e) {
      outcome.failed(told(e));
    }
  }

  private static TeleportException told(RuntimeException failure) {
    return failure instanceof TeleportException teleport
        ? teleport
        : new TeleportException("the message could not be sent: " + failure, failure);
  }

  private void release() {
    disclaim();
    message.payload().release();
  }

  /** Gives it up though it was meant to leave: it is a dead letter, and the stage fails. */
  public void giveUp(TeleportException reason) {
    release();
    outcome.failed(reason);
  }

  /** Gives it up, since nobody means it to leave any more. The stage fails with the reason. */
  public void discard(TeleportException reason) {
    release();
    outcome.fail(reason);
  }
}
