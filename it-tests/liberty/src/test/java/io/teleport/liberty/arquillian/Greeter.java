package io.teleport.liberty.arquillian;

import io.teleport.TeleportMessage;
import io.teleport.TeleportRequestListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** {@code greeter}: answers a name with a greeting, and refuses the empty name. */
@MessageDriven(
    name = "Greeter",
    activationConfig = @ActivationConfigProperty(propertyName = "name", propertyValue = "greeter"))
public class Greeter implements TeleportRequestListener {

  @Override
  public Object onRequest(TeleportMessage request) {
    String name = request.as(String.class);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("nobody to greet");
    }
    return "hello " + name + ", from " + request.destination().node();
  }
}
