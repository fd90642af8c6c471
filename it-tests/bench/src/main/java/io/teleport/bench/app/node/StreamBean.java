package io.teleport.bench.app.node;

import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import io.teleport.bench.wire.ConnectionWire;
import io.teleport.bench.wire.ParcelMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;

/** Reads bodies while they arrive. */
@MessageDriven(
    name = "StreamBean",
    activationConfig =
        @ActivationConfigProperty(propertyName = "name", propertyValue = ConnectionWire.STREAM))
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StreamBean implements TeleportMessageListener {

  @Inject private ServerNode node;

  /** Creates the bean. */
  public StreamBean() {}

  @Override
  public void onMessage(TeleportMessage message) throws IOException {
    ParcelMessage.readStream(message, node.stream());
  }
}
