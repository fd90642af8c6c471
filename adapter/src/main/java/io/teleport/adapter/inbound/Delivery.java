package io.teleport.adapter.inbound;

import io.teleport.engine.node.InboundMessage;
import io.teleport.engine.node.Responder;
import io.teleport.engine.node.Sendable;
import io.teleport.term.Atom;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import java.util.Optional;

/** Takes one message through the bean: call, answer, and the end of the message in any case. */
final class Delivery {

  private final InboundLog log;

  Delivery(InboundLog log) {
    this.log = log;
  }

  /**
   * Delivers a message and closes it. A failure is logged and told to a caller.
   *
   * @return whether the endpoint may be used again
   */
  boolean deliver(MessageEndpoint endpoint, InboundMessage inbound) {
    try (InboundTeleportMessage message = new InboundTeleportMessage(inbound)) {
      Optional<Sendable> answer;
      try {
        answer = ListenerCall.deliver(endpoint, message);
      } catch (Throwable failure) {
        // Errors too: they end this delivery, not the thread, which is the container's.
        log.listenerFailed(message, failure);
        message.responder().ifPresent(responder -> responder.fail(failure));
        return false;
      }
      message.responder().ifPresent(responder -> answer(responder, message, answer));
      return true;
    }
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
    } catch (RuntimeException e) {
      log.answerNotSent(message, e);
      responder.fail(e);
    }
  }
}
