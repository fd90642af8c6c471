package io.teleport.bench.app.node;

import io.teleport.TeleportMessage;
import io.teleport.TeleportRequestListener;
import io.teleport.bench.wire.ConnectionWire;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Answers calls with what they brought. */
@MessageDriven(
    name = "EchoBean",
    activationConfig =
        @ActivationConfigProperty(propertyName = "name", propertyValue = ConnectionWire.ECHO))
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class EchoBean implements TeleportRequestListener {

  /** Creates the bean. */
  public EchoBean() {}

  @Override
  public Object onRequest(TeleportMessage message) {
    return message.payload();
  }
}
