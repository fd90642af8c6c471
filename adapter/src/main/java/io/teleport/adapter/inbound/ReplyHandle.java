package io.teleport.adapter.inbound;

import io.teleport.NodeName;
import io.teleport.ReplyTo;
import io.teleport.engine.node.Responder;
import io.teleport.engine.node.Sendable;

/** Where the answer to one call goes, as the listener sees it. Safe for use by any thread. */
final class ReplyHandle implements ReplyTo {

  private final Responder responder;

  ReplyHandle(Responder responder) {
    this.responder = responder;
  }

  @Override
  public NodeName node() {
    return responder.node();
  }

  @Override
  public void reply(Object answer) {
    responder.reply(Sendable.ofValue(answer));
  }
}
