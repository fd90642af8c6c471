package io.teleport.adapter.inbound;

import io.teleport.engine.node.Responder;
import io.teleport.engine.node.Sendable;
import io.teleport.term.Atom;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import java.util.Optional;

/** Takes one message through the bean: the call, and the answer to whoever waits for one. */
final class Delivery {

  /** What became of one delivery. */
  sealed interface Result {}

  /** The listener has returned, and its transaction, if it has one, was committed. */
  record Returned() implements Result {}

  /**
   * The listener has failed; a caller was told so.
   *
   * @param failure what it threw, or why its transaction was rolled back
   */
  record Failed(Throwable failure) implements Result {}

  /**
   * The listener has not been called.
   *
   * @param reason what the container says
   */
  record NotBegun(EndpointUnusableException reason) implements Result {}

  private static final Result RETURNED = new Returned();

  private final ListenerCall call;
  private final InboundLog log;

  Delivery(Transactions transactions, InboundLog log) {
    this.call = new ListenerCall(transactions);
    this.log = log;
  }

  /** Delivers a message, which stays with the caller. A failure is logged and told to a caller. */
  Result deliver(MessageEndpoint endpoint, InboundTeleportMessage message) {
    Optional<Sendable> answer;
    try {
      answer = call.deliver(endpoint, message);
    } catch (EndpointUnusableException e) {
      return new NotBegun(e);
    } catch (Throwable failure) {
      // Errors too: they end this delivery, not the thread, which is the container's.
      log.listenerFailed(message, failure);
      message.responder().ifPresent(responder -> responder.fail(failure));
      message.end();
      return new Failed(failure);
    }
    message.responder().ifPresent(responder -> answer(responder, message, answer));
    message.end();
    return RETURNED;
  }

  /** Answers if the bean has not done so itself, and cannot do so later. */
  private void answer(
      Responder responder, InboundTeleportMessage message, Optional<Sendable> returned) {
    if (responder.isAnswered()) {
      return;
    }
    if (returned.isPresent()) {
      send(responder, message, returned.get());
    } else if (message.replyTaken()) {
      // The bean knows where the answer goes, and may give it later.
      return;
    } else if (message.kind() == InboundTeleportMessage.Kind.SYNC_NOTIFY) {
      send(responder, message, Sendable.of(Atom.OK));
    } else {
      log.notAnswered(message);
      responder.fail(new IllegalStateException("the listener returned without answering the call"));
    }
  }

  private void send(Responder responder, InboundTeleportMessage message, Sendable answer) {
    try {
      responder.reply(answer);
    } catch (RuntimeException | Error e) {
      // Errors too: the answer may have content of the application, which is read only now.
      log.answerNotSent(message, e);
      responder.fail(e);
    }
  }
}
