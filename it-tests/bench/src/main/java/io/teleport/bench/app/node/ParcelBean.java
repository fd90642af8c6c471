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

/** Takes parcels: counts them, or passes them on. */
@MessageDriven(
    name = "ParcelBean",
    activationConfig =
        @ActivationConfigProperty(propertyName = "name", propertyValue = ConnectionWire.NAME))
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ParcelBean implements TeleportMessageListener {

  @Inject private ServerNode node;

  /** Creates the bean. */
  public ParcelBean() {}

  @Override
  public void onMessage(TeleportMessage message) {
    node.receive(ParcelMessage.read(message));
  }
}
