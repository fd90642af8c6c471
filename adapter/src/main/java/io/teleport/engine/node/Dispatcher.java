package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.peer.Outbound;
import io.teleport.engine.peer.Outcome;
import io.teleport.engine.peer.Passage;
import io.teleport.engine.peer.Peers;
import io.teleport.engine.peer.SegmentCopy;
import java.util.function.BiConsumer;

/**
 * Has messages encoded, in the thread that sends them, and hands them to the peers. Safe for use by
 * any thread that may block.
 */
final class Dispatcher {

  private final TermEncoder encoder = new TermEncoder();
  private final Peers peers;
  private final BiConsumer<String, String> deadLetter;
  private final BiConsumer<String, String> deadAnswer;
  private final int smallMessage;
  private volatile Dialect dialect;

  /** Where an answer goes, as the log has it. */
  private record AnswerTo(NodeName caller) {
    @Override
    public String toString() {
      return "the caller on " + caller;
    }
  }

  /**
   * Creates it.
   *
   * @param smallMessage up to how many bytes a message is small
   */
  Dispatcher(Peers peers, DeadLetters deadLetters, int smallMessage) {
    this.peers = peers;
    this.deadLetter = deadLetters::add;
    this.deadAnswer = deadLetters::addAnswer;
    this.smallMessage = smallMessage;
  }

  /** Adds another way to talk to nodes. Called before there is anything to send. */
  void use(Dialect other) {
    dialect = other;
  }

  private boolean isLeftToDialect(NodeName node) {
    Dialect other = dialect;
    return other != null && other.speaksTo(node);
  }

  /** Sends a message that nobody waits for. */
  void send(Address to, MessageKind kind, Sendable message) {
    if (isLeftToDialect(to.node())) {
      dialect.send(to, kind, message);
      return;
    }
    dispatch(
        to.node(), kind, 0, Directory.destination(to), message, new SendOutcome(to, deadLetter));
  }

  /** Sends a request. */
  void request(PendingCall call, MessageKind kind, Sendable request) {
    Address to = call.to();
    if (isLeftToDialect(to.node())) {
      dialect.request(call, kind, request);
      return;
    }
    dispatch(to.node(), kind, call.correlation(), Directory.destination(to), request, call);
  }

  /** Sends an answer to the node of the caller. */
  void answer(NodeName to, MessageKind kind, long correlation, Sendable answer) {
    Outcome outcome = new SendOutcome(new AnswerTo(to), deadAnswer);
    dispatch(to, kind, correlation, Destination.Caller.INSTANCE, answer, outcome);
  }

  private void dispatch(
      NodeName node,
      MessageKind kind,
      long correlation,
      Destination destination,
      Sendable message,
      Outcome outcome) {
    GatherList payload = message.encoded(encoder, FrameEncoder.messageHeadroom(destination));
    boolean small =
        payload.pumped() == null && payload.length() >= 0 && payload.length() <= smallMessage;
    GatherList ready = small ? SegmentCopy.flatten(payload) : payload;
    Runnable rest;
    try {
      rest =
          peers.send(
              node,
              new Outbound(kind, correlation, destination, ready, outcome, Passage.CONFIRMED));
    } catch (RuntimeException e) {
      ready.release();
      throw e;
    }
    rest.run();
  }
}
