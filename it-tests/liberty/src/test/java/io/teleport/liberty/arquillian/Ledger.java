package io.teleport.liberty.arquillian;

import io.teleport.Teleport;
import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * {@code ledger}: takes {@code {Entry, Failure, Times}}, sends the entry to {@code recorder} on
 * {@code alpha} in its transaction, and fails that many times, by {@code throw} or by {@code
 * rollback} in silence, before the transaction is committed.
 */
@MessageDriven(
    name = "Ledger",
    activationConfig = {
      @ActivationConfigProperty(propertyName = "name", propertyValue = "ledger"),
      @ActivationConfigProperty(propertyName = "acknowledge", propertyValue = "on-return"),
      @ActivationConfigProperty(propertyName = "redeliveries", propertyValue = "3"),
      @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "50ms")
    })
public class Ledger implements TeleportMessageListener {

  /** Each delivery: the entry, and how many times it has been delivered. */
  static final List<String> DELIVERIES = new CopyOnWriteArrayList<>();

  @Inject private Teleport teleport;

  @Resource private MessageDrivenContext context;

  @Override
  @TransactionAttribute(TransactionAttributeType.REQUIRED)
  public void onMessage(TeleportMessage message) {
    Tuple entry = (Tuple) message.payload();
    String text = Terms.as(entry.get(0), String.class);
    DELIVERIES.add(text + " " + message.deliveryCount());
    teleport.send("recorder@alpha@127.0.0.1", text);
    if (message.deliveryCount() > ((IntegerTerm) entry.get(2)).intValue()) {
      return;
    }
    if (Terms.as(entry.get(1), String.class).equals("throw")) {
      throw new IllegalStateException("the books are closed");
    }
    context.setRollbackOnly();
  }
}
