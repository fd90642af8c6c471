package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import io.teleport.engine.peer.Outbound;
import io.teleport.engine.peer.Outcome;
import io.teleport.engine.peer.Passage;
import io.teleport.engine.peer.SegmentCopy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Has messages encoded, in the thread that sends them, and hands them on to their nodes. Safe for
 * use by any thread that may block.
 */
final class Dispatcher {

  private final TermEncoder encoder = new TermEncoder();
  private final RemoteNodes nodes;
  private final DeadLetters deadLetters;
  private final Function<NodeName, Executor> completions;
  private final int smallMessage;

  /**
   * Creates it.
   *
   * @param completions completes the stages of messages to a node
   * @param smallMessage up to how many bytes a message is small
   */
  Dispatcher(
      RemoteNodes nodes,
      DeadLetters deadLetters,
      Function<NodeName, Executor> completions,
      int smallMessage) {
    this.nodes = nodes;
    this.deadLetters = deadLetters;
    this.completions = completions;
    this.smallMessage = smallMessage;
  }

  /** Sends a message that nobody waits for. */
  void send(Address to, MessageKind kind, Sendable message, Passage passage) {
    Destination destination = Directory.destination(to);
    GatherList payload = encoded(destination, passage, message, UnaryOperator.identity());
    Outcome outcome = outcome(to, payload);
    transmit(to.node(), new Outbound(kind, 0, destination, payload, outcome, passage));
  }

  /** Sends a message whose sender wants to know what becomes of it. */
  CompletionStage<Void> sendAsync(Address to, MessageKind kind, Sendable message, Passage passage) {
    Destination destination = Directory.destination(to);
    GatherList payload = encoded(destination, passage, message, UnaryOperator.identity());
    AwaitedOutcome outcome = awaited(to, payload);
    transmit(to.node(), new Outbound(kind, 0, destination, payload, outcome, passage));
    return outcome.stage();
  }

  /** Encodes a message that may leave later. */
  HeldMessage hold(Address to, MessageKind kind, Sendable message, Passage passage) {
    Destination destination = Directory.destination(to);
    GatherList payload = encoded(destination, passage, message, HeldMessage::lasting);
    AwaitedOutcome outcome = awaited(to, payload);
    return new HeldMessage(
        to.node(),
        new Outbound(kind, 0, destination, payload, outcome, passage),
        outcome,
        held -> accept(held.node(), held.message()));
  }

  /** Sends a request. */
  void request(PendingCall call, MessageKind kind, Sendable request) {
    Address to = call.to();
    Destination destination = Directory.destination(to);
    GatherList payload = encoded(destination, Passage.CONFIRMED, request, UnaryOperator.identity());
    transmit(
        to.node(),
        new Outbound(kind, call.correlation(), destination, payload, call, Passage.CONFIRMED));
  }

  /** Sends an answer to the node of the caller. */
  void answer(NodeName to, MessageKind kind, long correlation, Sendable answer) {
    Destination destination = Destination.Caller.INSTANCE;
    GatherList payload = encoded(destination, Passage.CONFIRMED, answer, UnaryOperator.identity());
    Outcome outcome = outcome(new DeadLetters.Caller(to), payload);
    transmit(to, new Outbound(kind, correlation, destination, payload, outcome, Passage.CONFIRMED));
  }

  /** Returns the encoded message, a small one in one piece. */
  private GatherList encoded(
      Destination destination,
      Passage passage,
      Sendable message,
      UnaryOperator<GatherList> change) {
    int headroom = FrameEncoder.messageHeadroom(destination, passage.strand() != Passage.NO_STRAND);
    GatherList payload = message.encoded(encoder, headroom);
    return change.apply(isSmall(payload) ? SegmentCopy.flatten(payload) : payload);
  }

  private boolean isSmall(GatherList payload) {
    return payload.pumped() == null && payload.length() >= 0 && payload.length() <= smallMessage;
  }

  private SendOutcome outcome(Object to, GatherList payload) {
    byte[] frame =
        isSmall(payload) && payload.segments().get(0) instanceof Segment.Heap heap
            ? heap.array()
            : null;
    return new SendOutcome(to, payload.length(), frame, payload.headroom(), deadLetters);
  }

  private AwaitedOutcome awaited(Address to, GatherList payload) {
    return new AwaitedOutcome(
        outcome(to, payload),
        new CompletableFuture<>(),
        completions.apply(to.node()),
        new AtomicBoolean());
  }

  private void transmit(NodeName node, Outbound message) {
    accept(node, message).run();
  }

  /** Hands a message to the peers; returns what is left to do for this thread. */
  private Runnable accept(NodeName node, Outbound message) {
    try {
      return nodes.send(node, message);
    } catch (RuntimeException e) {
      message.payload().release();
      throw e;
    }
  }
}
