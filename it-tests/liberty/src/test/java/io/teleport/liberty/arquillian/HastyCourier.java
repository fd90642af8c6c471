package io.teleport.liberty.arquillian;

import io.teleport.Address;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import io.teleport.term.Pid;
import io.teleport.term.Tuple;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code hasty-courier}: as {@link Courier}, but confirms what has come before it sends it on, for
 * which it takes so long that messages wait in its queue.
 */
@MessageDriven(
    name = "HastyCourier",
    activationConfig = {
      @ActivationConfigProperty(propertyName = "name", propertyValue = "hasty-courier"),
      @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "2")
    })
public class HastyCourier implements TeleportMessageListener {

  private static final long WORK_NANOS = 1_000_000;

  @Inject private TeleportConnectionFactory factory;

  @Override
  public void onMessage(TeleportMessage message) {
    Tuple pair = (Tuple) message.payload();
    LockSupport.parkNanos(WORK_NANOS);
    try (TeleportConnection connection = factory.getConnection()) {
      connection.send(Address.of((Pid) pair.get(0)), pair.get(1));
    }
  }
}
