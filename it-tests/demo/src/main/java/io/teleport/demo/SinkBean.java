package io.teleport.demo;

import io.teleport.TeleportMessage;
import io.teleport.TeleportRequestListener;
import io.teleport.term.Atom;
import io.teleport.term.Term;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import java.io.IOException;

/**
 * {@code sink}: counts messages and their bytes. The call {@code stats} returns {@code #{messages
 * => N, bytes => N}}, and {@code reset} sets both to zero.
 */
@MessageDriven(
    name = "SinkBean",
    activationConfig = @ActivationConfigProperty(propertyName = "name", propertyValue = "sink"))
public class SinkBean implements TeleportRequestListener {

  @Inject private SinkCounts counts;

  @Override
  public Object onRequest(TeleportMessage request) throws IOException {
    Term payload = request.payload();
    if (!Shape.isCall(request)) {
      long streamed = Arrival.await(payload);
      counts.add(request.size() < 0 ? streamed : request.size());
      return Atom.OK;
    }
    if (payload.equals(Atom.of("stats"))) {
      return counts.toMap();
    }
    if (payload.equals(Atom.of("reset"))) {
      counts.reset();
      return Atom.OK;
    }
    throw new IllegalArgumentException("sink answers the calls stats and reset");
  }
}
