package io.teleport.liberty.arquillian;

import io.teleport.DeadLetter;
import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps the dead letters of its node, for the test. */
@MessageDriven(
    name = "DeadLetterBean",
    activationConfig =
        @ActivationConfigProperty(propertyName = "name", propertyValue = DeadLetter.LISTENER))
public class DeadLetterBean implements TeleportMessageListener {

  static final BlockingQueue<DeadLetter> LETTERS = new LinkedBlockingQueue<>();

  @Override
  public void onMessage(TeleportMessage message) {
    LETTERS.add(message.as(DeadLetter.class));
  }
}
