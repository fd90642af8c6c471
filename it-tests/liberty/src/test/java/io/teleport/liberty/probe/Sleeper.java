package io.teleport.liberty.probe;

import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.concurrent.CountDownLatch;

/** {@code sleeper}: never returns, so that nothing it was sent is ever confirmed. */
@MessageDriven(
    name = "Sleeper",
    activationConfig = {
      @ActivationConfigProperty(propertyName = "name", propertyValue = "sleeper"),
      @ActivationConfigProperty(propertyName = "acknowledge", propertyValue = "on-return"),
      @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "2")
    })
public class Sleeper implements TeleportMessageListener {

  @Override
  public void onMessage(TeleportMessage message) throws InterruptedException {
    Diary.note("asleep");
    new CountDownLatch(1).await();
  }
}
