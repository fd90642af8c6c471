package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.peer.IncomingMessage;
import io.teleport.term.Term;
import java.util.Optional;

/** A message as an {@link Inbox} sees it. */
final class DeliveredMessage implements InboundMessage {

  private final IncomingMessage incoming;
  private final Address destination;
  private final Responder responder;

  /**
   * Creates it.
   *
   * @param responder null if nobody waits for an answer
   */
  DeliveredMessage(IncomingMessage incoming, Address destination, Responder responder) {
    this.incoming = incoming;
    this.destination = destination;
    this.responder = responder;
  }

  @Override
  public MessageKind kind() {
    return incoming.header().kind();
  }

  @Override
  public NodeName sender() {
    return incoming.sender();
  }

  @Override
  public Address destination() {
    return destination;
  }

  @Override
  public long size() {
    return incoming.size();
  }

  @Override
  public Term decode() {
    return incoming.decode();
  }

  @Override
  public GatherList encoded(TermEncoder encoder, int headroom) {
    return incoming.encoded(headroom);
  }

  @Override
  public boolean isRepeatable() {
    return incoming.isRepeatable();
  }

  @Override
  public Optional<Responder> responder() {
    return Optional.ofNullable(responder);
  }

  @Override
  public int strand() {
    return incoming.strand();
  }

  @Override
  public void confirm() {
    incoming.confirm();
  }

  @Override
  public boolean refuse(RejectCode code, String detail) {
    return incoming.refuse(code, detail);
  }

  @Override
  public void close() {
    incoming.close();
  }
}
