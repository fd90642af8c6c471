package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.DeadLetter;
import io.teleport.NodeName;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import io.teleport.engine.observe.Counters;
import io.teleport.engine.observe.FlightRecorder;
import io.teleport.engine.observe.Log;
import io.teleport.engine.peer.SegmentCopy;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Term;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Messages that reached no listener, or of which nobody knows whether they did. Each is counted,
 * logged as often as is bearable, shown to a flight recording, and handed to the inbox that is
 * registered as {@link DeadLetter#LISTENER}, if there is one and it keeps up. Safe for use by any
 * thread; never blocks.
 */
final class DeadLetters {

  /** What the objects of a letter take besides its texts and payload. */
  private static final int OBJECTS = 512;

  private final NodeName node;
  private final Counters counters;
  private final TermDecoder decoder;
  private final Supplier<Inbox> listener;
  private final long limit;
  private final int payloadLimit;

  /** How many bytes the letters have that the listener is not done with. */
  private final AtomicLong held = new AtomicLong();

  /**
   * Where an answer was to go.
   *
   * @param node the node of the caller
   */
  record Caller(NodeName node) {
    @Override
    public String toString() {
      return "the caller on " + node;
    }
  }

  /**
   * What a message said, where it is still at hand.
   *
   * @param array holds the encoded term; nobody changes it
   * @param from index of the first byte
   * @param length number of bytes
   */
  record Content(byte[] array, int from, int length) {

    /**
     * Copies what a message says.
     *
     * @param message still open
     * @return null if it has more than so many bytes, or nobody knows how many
     */
    private static Content of(InboundMessage message, int most) {
      if (message.size() < 0 || message.size() > most) {
        return null;
      }
      GatherList flat = SegmentCopy.flatten(message.encoded(new TermEncoder(), 1));
      Segment.Heap all = (Segment.Heap) flat.segments().get(0);
      return new Content(all.array(), flat.headroom(), (int) flat.length());
    }
  }

  /**
   * Creates it.
   *
   * @param decoder reads payloads for the listener
   * @param listener returns the listener's inbox, or null if there is none
   * @param limit how many bytes the listener may leave waiting
   * @param payloadLimit up to how many bytes of a received message are kept for the listener
   */
  DeadLetters(
      NodeName node,
      Counters counters,
      TermDecoder decoder,
      Supplier<Inbox> listener,
      long limit,
      int payloadLimit) {
    this.node = node;
    this.counters = counters;
    this.decoder = decoder;
    this.listener = listener;
    this.limit = limit;
    this.payloadLimit = payloadLimit;
  }

  /**
   * Takes note of a message that was received.
   *
   * @param message still open; closed by the caller
   * @param reason why it reached no listener
   */
  void received(InboundMessage message, String reason) {
    // Nothing is copied that nobody wants to see.
    Content content = listener.get() == null ? null : Content.of(message, payloadLimit);
    add(message.destination(), reason, DeadLetter.Side.RECEIVER, message.size(), content);
  }

  /**
   * Takes note of one.
   *
   * @param destination where it was to go: an {@link Address} or a {@link Caller}
   * @param reason why it did not
   * @param size the length of its encoded form, -1 if nobody knows
   * @param content what it said, null if that is not at hand
   */
  void add(Object destination, String reason, DeadLetter.Side side, long size, Content content) {
    String to = destination.toString();
    FlightRecorder.deadLetter(to, reason, side.name().toLowerCase(Locale.ROOT), size);
    counters.add(Counters.Count.DEAD_LETTERS);
    if (destination instanceof Caller) {
      counters.add(Counters.Count.DEAD_ANSWERS);
    }
    Log.limited("TLP1301", "dead letter to " + to + ": " + reason, null);
    if (!isForListener(destination)) {
      handOn(to, reason, side, size, content);
    }
  }

  /** What fails on its way to a listener of dead letters must not go to one again. */
  private static boolean isForListener(Object destination) {
    return destination instanceof Address.Named named && named.name().equals(DeadLetter.LISTENER);
  }

  private void handOn(String to, String reason, DeadLetter.Side side, long size, Content content) {
    Inbox inbox = listener.get();
    if (inbox == null) {
      return;
    }
    long charge = OBJECTS + 2L * (to.length() + reason.length());
    Content kept = content;
    if (content != null && reserve(charge + content.length(), limit / 2)) {
      charge += content.length();
    } else {
      kept = null;
      if (!reserve(charge, limit)) {
        counters.add(Counters.Count.DEAD_LETTERS_NOT_SEEN);
        Log.limited(
            "TLP1302",
            "the listener '%s' is slower than dead letters come: %d of %d bytes wait for it (deadLetterQueue), and it does not get this one"
                .formatted(DeadLetter.LISTENER, held.get(), limit),
            null);
        return;
      }
    }
    Content said = kept;
    long charged = charge;
    inbox.deliver(
        new DeadLetterMessage(
            node,
            () -> new DeadLetter(to, reason, side, size, decoded(said)),
            () -> held.addAndGet(-charged)));
  }

  /** Half of the room is for letters without payloads: what they say matters more. */
  private boolean reserve(long bytes, long most) {
    long before;
    do {
      before = held.get();
      if (before + bytes > most) {
        return false;
      }
    } while (!held.compareAndSet(before, before + bytes));
    return true;
  }

  /** Called by the thread of the listener. */
  private Optional<Term> decoded(Content content) {
    if (content == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(decoder.decode(content.array(), content.from(), content.length(), null));
    } catch (MalformedTermException e) {
      // A message that was passed on without being read may be anything.
      return Optional.empty();
    }
  }
}
