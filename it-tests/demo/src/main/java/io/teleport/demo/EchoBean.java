package io.teleport.demo;

import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.TeleportMessage;
import io.teleport.TeleportRequestListener;
import io.teleport.term.Atom;
import io.teleport.term.Tuple;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;

/**
 * {@code echo}: answers a call with its request, and a message {@code {ReplyTo, Body}} by sending
 * {@code {echo, Body}} to {@code ReplyTo}, a pid or {@code {Name, Node}}.
 */
@MessageDriven(
    name = "EchoBean",
    activationConfig = @ActivationConfigProperty(propertyName = "name", propertyValue = "echo"))
public class EchoBean implements TeleportRequestListener {

  @Inject private TeleportConnectionFactory factory;

  @Override
  public Object onRequest(TeleportMessage request) {
    if (Shape.isCall(request)) {
      // As it came: nothing of it is decoded.
      return request;
    }
    if (!(request.payload() instanceof Tuple message) || message.size() != 2) {
      throw new IllegalArgumentException("echo takes calls, and messages {ReplyTo, Body}");
    }
    try (TeleportConnection connection = factory.getConnection()) {
      connection.send(Shape.address(message.get(0)), Tuple.of(Atom.of("echo"), message.get(1)));
    }
    return Atom.OK;
  }
}
