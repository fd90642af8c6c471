package io.teleport.liberty.arquillian;

import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** {@code recorder}: keeps the texts that it receives, for the test. */
@MessageDriven(
    name = "Recorder",
    activationConfig = @ActivationConfigProperty(propertyName = "name", propertyValue = "recorder"))
public class Recorder implements TeleportMessageListener {

  static final BlockingQueue<String> RECEIVED = new LinkedBlockingQueue<>();

  @Override
  public void onMessage(TeleportMessage message) {
    RECEIVED.add(message.as(String.class));
  }
}
