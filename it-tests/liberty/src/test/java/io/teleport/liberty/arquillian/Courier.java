package io.teleport.liberty.arquillian;

import io.teleport.Address;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import io.teleport.term.Pid;
import io.teleport.term.Tuple;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;

/** {@code courier}: sends the second element of {@code {Pid, Body}} to the first, at commit. */
@MessageDriven(
    name = "Courier",
    activationConfig = {
      @ActivationConfigProperty(propertyName = "name", propertyValue = "courier"),
      @ActivationConfigProperty(propertyName = "acknowledge", propertyValue = "on-return"),
      @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "50ms")
    })
public class Courier implements TeleportMessageListener {

  @Inject private TeleportConnectionFactory factory;

  @Override
  public void onMessage(TeleportMessage message) {
    Tuple pair = (Tuple) message.payload();
    try (TeleportConnection connection = factory.getConnection()) {
      connection.send(Address.of((Pid) pair.get(0)), pair.get(1));
    }
  }
}
