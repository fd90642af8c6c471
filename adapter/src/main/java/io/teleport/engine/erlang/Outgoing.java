package io.teleport.engine.erlang;

import io.teleport.MessageTooLargeException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Link;
import io.teleport.engine.observe.Counters;
import io.teleport.term.Term;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * What leaves for one Erlang node, and by which way. Large messages go by the sockets of the
 * teleport library where the node has it and the setting {@code teleportSockets} is on; everything
 * else goes by the distribution protocol: small messages, answers, which a caller expects there,
 * and messages with an ordering key, whose order only one connection keeps.
 *
 * <p>Safe for use by any thread. Methods that block say so.
 */
final class Outgoing {

  /** The strand of messages whose order does not matter. */
  static final int NO_STRAND = -1;

  private final ErlangSurroundings surroundings;
  private final ErlangPeer peer;
  private final Link link;
  private final PacketEncoder packets;
  private final PacketWriter writer;
  private final SendRoom room;
  private final Strands strands = new Strands();
  private volatile BulkPool pool;

  Outgoing(ErlangSurroundings surroundings, ErlangPeer peer, Link link) {
    this.surroundings = surroundings;
    this.peer = peer;
    this.link = link;
    this.packets = new PacketEncoder(peer.agreed());
    this.writer = new PacketWriter(packets);
    ErlangSettings settings = surroundings.settings();
    this.room = new SendRoom(peer.name(), settings.sendQueue(), settings.sendTimeout());
  }

  /** Sends large messages by sockets from here on, if there are any. */
  void use(BulkPool sockets) {
    pool = sockets;
  }

  /** Returns what writes to the connection. */
  PacketWriter writer() {
    return writer;
  }

  /**
   * A message that is to be sent.
   *
   * @param control what stands before it in the distribution protocol
   * @param destination the name or process that it goes to; null if it must go by the distribution
   *     protocol
   * @param prefix what OTP has before the content
   * @param strand messages of the same one leave in order; {@link #NO_STRAND} for none
   */
  record Letter(ControlMessage control, Term destination, byte[] prefix, int strand) {}

  /**
   * Says something that no room is needed for. Never blocks.
   *
   * @param content the encoded term that follows; null for nothing; belongs to this object
   */
  void now(ControlMessage control, byte[] prefix, GatherList content) {
    try {
      offer(new OutgoingMessage(encoded(control), prefix, content, Departure.UNTOLD));
    } catch (IOException e) {
      throw new IllegalStateException("a term that refers to a file", e);
    }
  }

  private byte[] encoded(ControlMessage message) {
    return OtpForms.encoded(surroundings.encoder(), ControlEncoder.encode(message, peer.agreed()));
  }

  /**
   * Sends a message. Blocks while there is no room, and the first time for the sockets.
   *
   * @param content belongs to this object if this returns, else to the caller
   * @param fate learns what became of it, if this returns; called by any thread, must not block
   * @return what is left for the calling thread to do: reading the stream that the content ends in
   */
  Runnable send(Letter letter, GatherList content, Consumer<Departure> fate) {
    BulkPool sockets = pool;
    boolean bySocket =
        sockets != null
            && letter.destination() != null
            && letter.strand() == NO_STRAND
            && isLarge(content)
            && sockets.obtain();
    OutgoingBody body =
        OutgoingBody.of(
            content,
            new OutgoingBody.Means(
                surroundings.pool(),
                surroundings.settings().maxMessage(),
                surroundings.settings().sendTimeout(),
                bySocket || packets.canFragment()));
    boolean isSent = false;
    try {
      send(letter, body, bySocket ? sockets : null, fate);
      isSent = true;
    } finally {
      if (!isSent) {
        body.giveBack();
      }
    }
    surroundings.counters().add(Counters.Count.MESSAGES_SENT);
    String to = letter.destination() + " on " + peer.name();
    return body.supply() == null ? () -> {} : () -> body.supply().run(to);
  }

  private boolean isLarge(GatherList content) {
    return content.length() < 0 || content.length() > surroundings.settings().smallMessage();
  }

  private void send(Letter letter, OutgoingBody body, BulkPool sockets, Consumer<Departure> fate) {
    byte[] control = encoded(letter.control());
    long cost = letter.prefix().length + body.cost();
    room.take(cost);
    boolean isSent = false;
    try {
      OutgoingMessage message =
          new OutgoingMessage(
              control,
              letter.prefix(),
              body.list(),
              body.supply(),
              end -> {
                room.giveBack(cost);
                fate.accept(end);
              });
      if (sockets == null || !sockets.offer(bulk(letter.destination(), message))) {
        offer(letter.strand(), message);
      }
      isSent = true;
    } catch (IOException e) {
      throw new TeleportException("a message to " + peer.name() + " could not be read", e);
    } finally {
      if (!isSent) {
        room.giveBack(cost);
      }
    }
  }

  /** Sends a message by the distribution protocol. */
  private void offer(int strand, OutgoingMessage message) throws IOException {
    if (!packets.fits(message)) {
      throw new MessageTooLargeException(
          "a message of %d bytes to %s, which takes none in fragments, and no packet of more than %d bytes"
              .formatted(message.payloadLength(), peer.name(), Integer.MAX_VALUE));
    } else if (strand != NO_STRAND) {
      sendInOrder(strand, message);
    } else {
      offer(message);
    }
  }

  private BulkMessage bulk(Term destination, OutgoingMessage message) {
    byte[] encoded = OtpForms.encoded(surroundings.encoder(), destination);
    byte[] plain = java.util.Arrays.copyOfRange(encoded, 1, encoded.length);
    return new BulkMessage(plain, message);
  }

  private void sendInOrder(int strand, OutgoingMessage message) throws IOException {
    if (leavesInFragments(message)) {
      OutgoingMessage followed = message.whenSettled(() -> strands.left(strand));
      strands.send(strand, true, () -> offerLarge(followed));
    } else {
      byte[] packet = packet(message);
      strands.send(strand, false, () -> offerPacket(packet, message.fate()));
    }
  }

  private boolean leavesInFragments(OutgoingMessage message) {
    return message.supply() != null
        || message.payloadLength() > surroundings.settings().smallMessage();
  }

  private void offer(OutgoingMessage message) throws IOException {
    if (leavesInFragments(message)) {
      offerLarge(message);
    } else {
      offerPacket(packet(message), message.fate());
    }
  }

  /** Takes a message that a socket of the teleport library did not begin to write. */
  void takeBack(OutgoingMessage message) {
    if (!packets.fits(message) || (message.supply() != null && !packets.canFragment())) {
      message.settle(Departure.NOT_SENT);
    } else {
      offerLarge(message);
    }
  }

  private void offerLarge(OutgoingMessage message) {
    if (message.supply() != null) {
      message.supply().whenSupplied(link::flush);
    }
    writer.offerLarge(message);
    link.flush();
  }

  /** Returns a small message as a packet; its content is needed no more then. */
  private byte[] packet(OutgoingMessage message) throws IOException {
    byte[] packet = packets.whole(message);
    if (message.hasPayload()) {
      message.content().release();
    }
    return packet;
  }

  private void offerPacket(byte[] packet, Consumer<Departure> fate) {
    writer.offer(packet, fate);
    link.flush();
  }

  // ------------------------------------------------------------------ the end

  /** Closes sockets that are used no more. */
  void closeIdleSockets() {
    BulkPool sockets = pool;
    if (sockets != null) {
      sockets.closeIdle();
    }
  }

  /** Waits until what was queued has left, or until the time has come. */
  void awaitSent(long deadlineNanos) {
    while (!isEmpty() && !link.isClosed() && System.nanoTime() < deadlineNanos) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private boolean isEmpty() {
    BulkPool sockets = pool;
    return writer.isEmpty() && (sockets == null || sockets.isEmpty());
  }

  /** The connection is lost: nothing leaves any more, and nobody waits. */
  void close() {
    room.close();
    BulkPool sockets = pool;
    if (sockets != null) {
      sockets.close();
    }
  }

  /** Returns the other node. */
  NodeName node() {
    return peer.name();
  }
}
