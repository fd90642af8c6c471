package io.teleport.bench.app.mdb;

import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import io.teleport.bench.wire.Checksum;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Tuple;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Takes what {@link TeleportTransport} sends. */
@MessageDriven(
    name = "TeleportSinkBean",
    activationConfig =
        @ActivationConfigProperty(propertyName = "name", propertyValue = TeleportSinkBean.NAME))
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TeleportSinkBean implements TeleportMessageListener {

  static final String NAME = "sink";

  @Inject private Arrivals arrivals;

  /** Creates the bean. */
  public TeleportSinkBean() {}

  @Override
  public void onMessage(TeleportMessage message) {
    Tuple parts = (Tuple) message.payload();
    Binary body = (Binary) parts.get(5);
    arrivals.arrived(
        new Header(number(parts, 0), number(parts, 1), number(parts, 2), number(parts, 3)),
        (int) body.size(),
        ((IntegerTerm) parts.get(4)).longValue() == Checksum.of(body));
  }

  private static int number(Tuple parts, int index) {
    return ((IntegerTerm) parts.get(index)).intValue();
  }
}
