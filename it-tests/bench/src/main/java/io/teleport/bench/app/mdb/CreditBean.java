package io.teleport.bench.app.mdb;

import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Takes the receiver's word that senders may send more, whatever their messages travel with. */
@MessageDriven(
    name = "CreditBean",
    activationConfig =
        @ActivationConfigProperty(propertyName = "name", propertyValue = CreditBean.NAME))
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CreditBean implements TeleportMessageListener {

  static final String NAME = "credit";

  @Inject private Senders senders;

  /** Creates the bean. */
  public CreditBean() {}

  @Override
  public void onMessage(TeleportMessage message) {
    senders.credit(message.as(Integer.class));
  }
}
