package io.teleport.adapter.inbound;

import io.teleport.Address;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.engine.etf.DecodeLimits;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import io.teleport.engine.node.InboundMessage;
import io.teleport.engine.node.Responder;
import io.teleport.engine.node.Sendable;
import io.teleport.engine.peer.Passage;
import io.teleport.engine.peer.SegmentCopy;
import io.teleport.term.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A received message that records what becomes of it. */
final class RecordedMessage implements InboundMessage, Responder {

  private final MessageKind kind;
  private final Term payload;
  private NodeName sender = NodeName.of("alpha@h");
  private int strand = Passage.NO_STRAND;
  private boolean readOnce;
  private boolean unreachable;
  private boolean answered;
  private boolean told;

  /** What the sender was told, and when the message was closed, in order. */
  final List<Object> events = new ArrayList<>();

  int decoded;

  /** What was said when it was refused. */
  String detail;

  RecordedMessage(MessageKind kind, Term payload) {
    this.kind = kind;
    this.payload = payload;
  }

  RecordedMessage from(NodeName other) {
    sender = other;
    return this;
  }

  RecordedMessage readWhileItArrives() {
    readOnce = true;
    return this;
  }

  RecordedMessage onStrand(int number) {
    strand = number;
    return this;
  }

  RecordedMessage whoseSenderIsGone() {
    unreachable = true;
    return this;
  }

  @Override
  public MessageKind kind() {
    return kind;
  }

  @Override
  public NodeName sender() {
    return sender;
  }

  @Override
  public Address destination() {
    return Address.of("orders", "beta@h");
  }

  @Override
  public long size() {
    return 17;
  }

  @Override
  public Term decode() {
    decoded++;
    return payload;
  }

  @Override
  public GatherList encoded(TermEncoder encoder, int headroom) {
    return encoder.write(payload, headroom);
  }

  @Override
  public Optional<Responder> responder() {
    return kind.isRequest() ? Optional.of(this) : Optional.empty();
  }

  @Override
  public int strand() {
    return strand;
  }

  @Override
  public void confirm() {
    tell("confirmed");
  }

  @Override
  public boolean refuse(RejectCode code, String why) {
    detail = why;
    return tell(code);
  }

  /** Only what the sender is told first counts. */
  private boolean tell(Object verdict) {
    boolean first = !told;
    if (first) {
      told = true;
      events.add(verdict);
    }
    return first;
  }

  /** Returns whether everyone has been told everything about it, and its memory is free. */
  boolean isClosed() {
    return events.contains("closed");
  }

  @Override
  public boolean isRepeatable() {
    return !(readOnce && decoded > 0);
  }

  @Override
  public void refuse(String reason) {
    events.add(reason);
  }

  @Override
  public void close() {
    events.add("closed");
  }

  @Override
  public NodeName node() {
    return sender;
  }

  @Override
  public void reply(Sendable answer) {
    if (unreachable) {
      throw new NodeDownException("alpha@h is down");
    }
    answered = true;
    GatherList list = SegmentCopy.flatten(answer.encoded(new TermEncoder(), 0));
    byte[] bytes = ((Segment.Heap) list.segments().get(0)).array();
    events.add(TermDecoder.decode(bytes, 0, (int) list.length(), DecodeLimits.DEFAULT, null));
  }

  @Override
  public boolean isAnswered() {
    return answered;
  }

  @Override
  public void fail(Throwable failure) {
    events.add(failure);
  }
}
