package io.teleport.liberty.arquillian;

import io.teleport.Teleport;
import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.inject.Inject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * {@code faltering}: sends what it receives to {@code recorder}, in the transaction that the
 * container begins for it, and then throws or rolls back if it is told so.
 */
@MessageDriven(
    name = "Faltering",
    activationConfig =
        @ActivationConfigProperty(propertyName = "name", propertyValue = "faltering"))
public class Faltering implements TeleportMessageListener {

  static final BlockingQueue<String> DONE = new LinkedBlockingQueue<>();

  @Inject private Teleport teleport;

  @Resource private MessageDrivenContext context;

  @Override
  public void onMessage(TeleportMessage message) {
    String text = message.as(String.class);
    teleport.send("recorder@" + message.destination().node(), text);
    DONE.add(text);
    if (text.startsWith("throw")) {
      throw new IllegalStateException("told to throw");
    }
    if (text.startsWith("roll back")) {
      context.setRollbackOnly();
    }
  }
}
