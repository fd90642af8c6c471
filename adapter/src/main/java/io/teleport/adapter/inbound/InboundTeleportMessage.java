package io.teleport.adapter.inbound;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.ReplyTo;
import io.teleport.TeleportMessage;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.node.InboundMessage;
import io.teleport.engine.node.Responder;
import io.teleport.engine.node.Sendable;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Binary;
import io.teleport.term.ListTerm;
import io.teleport.term.PayloadReleasedException;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A received message as the listener sees it, in one delivery. Owns the engine's message, and with
 * it the memory of the payload, until {@link #close}. The listener may use it until {@link #end},
 * which comes first: when the listener has returned. Sent on as a whole it is not decoded.
 */
final class InboundTeleportMessage implements TeleportMessage, Sendable, AutoCloseable {

  private final InboundMessage message;
  private final int deliveryCount;
  private Term payload;
  private boolean replyTaken;
  private volatile boolean ended;

  /** Creates what a listener is given first. */
  InboundTeleportMessage(InboundMessage message) {
    this(message, 1);
  }

  private InboundTeleportMessage(InboundMessage message, int deliveryCount) {
    this.message = message;
    this.deliveryCount = deliveryCount;
  }

  /** Returns what a listener is given next, after this delivery has ended. */
  InboundTeleportMessage again() {
    return new InboundTeleportMessage(message, deliveryCount + 1);
  }

  @Override
  public Kind kind() {
    return switch (message.kind()) {
      case SEND -> Kind.SEND;
      case CALL -> Kind.CALL;
      case CAST -> Kind.CAST;
      case EVENT -> Kind.EVENT;
      case NOTIFY -> Kind.NOTIFY;
      case SYNC_NOTIFY -> Kind.SYNC_NOTIFY;
      case REPLY, FAILURE ->
          throw new IllegalStateException("an answer is not for a listener: " + message.kind());
    };
  }

  @Override
  public NodeName sender() {
    return message.sender();
  }

  @Override
  public Address destination() {
    return message.destination();
  }

  @Override
  public long size() {
    return message.size();
  }

  @Override
  public int deliveryCount() {
    return deliveryCount;
  }

  @Override
  public Term payload() {
    checkOpen();
    if (payload == null) {
      payload = message.decode();
    }
    return payload;
  }

  @Override
  public <T> T as(Class<T> type) {
    return Terms.as(payload(), type);
  }

  @Override
  public InputStream body() {
    Term last = payload();
    while (!(last instanceof Binary binary)) {
      last = lastOf(last);
    }
    return binary.openStream();
  }

  @Override
  public GatherList encoded(TermEncoder encoder, int headroom) {
    checkOpen();
    return message.encoded(encoder, headroom);
  }

  private void checkOpen() {
    if (ended) {
      throw new PayloadReleasedException();
    }
  }

  /**
   * Returns what a term ends in: the last element of a tuple or list, the tail of an improper list.
   */
  private static Term lastOf(Term term) {
    if (term instanceof Tuple tuple && tuple.size() > 0) {
      return tuple.get(tuple.size() - 1);
    }
    if (term instanceof ListTerm list && list.tail().isPresent()) {
      return list.tail().get();
    }
    if (term instanceof ListTerm list && !list.elements().isEmpty()) {
      List<Term> elements = list.elements();
      return elements.get(elements.size() - 1);
    }
    throw new IllegalStateException(
        "the message does not end in a binary but in a " + term.getClass().getSimpleName());
  }

  @Override
  public Optional<ReplyTo> replyTo() {
    replyTaken = true;
    return message.responder().map(ReplyHandle::new);
  }

  /** Returns whether the listener asked where the answer goes, and so may have given it. */
  boolean replyTaken() {
    return replyTaken;
  }

  Optional<Responder> responder() {
    return message.responder();
  }

  /** Returns the message itself, which belongs to this. */
  InboundMessage inbound() {
    return message;
  }

  /** Returns the strand whose order it keeps, or {@link Passage#NO_STRAND}. */
  int strand() {
    return message.strand();
  }

  /** Returns whether it can be delivered again. */
  boolean isRepeatable() {
    return message.isRepeatable();
  }

  /** Tells the sender that it was received, if nobody has told it anything yet. */
  void confirm() {
    message.confirm();
  }

  /** Tells the sender that it is not taken after all; returns false if it was told otherwise. */
  boolean refuse(RejectCode code, String detail) {
    return message.refuse(code, detail);
  }

  /** The listener has returned: what it has kept is of no use any more. */
  void end() {
    ended = true;
  }

  /** Gives the message's memory back. */
  @Override
  public void close() {
    ended = true;
    message.close();
  }
}
