package io.teleport.demo;

import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import io.teleport.term.Atom;
import io.teleport.term.ListTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;

/**
 * {@code relay}: a message {@code {relay, Hops, ReplyTo, Ref, Payload}} goes on to the first
 * address in {@code Hops}, with the rest of the list; when there is none, {@code {done, Ref}} goes
 * to {@code ReplyTo}. The payload leaves from the memory it arrived in, or while it arrives: so not
 * in a transaction, which would hold it until its commit.
 */
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@MessageDriven(
    name = "RelayBean",
    activationConfig = @ActivationConfigProperty(propertyName = "name", propertyValue = "relay"))
public class RelayBean implements TeleportMessageListener {

  private static final int HOPS = 1;
  private static final int REPLY_TO = 2;
  private static final int REF = 3;
  private static final int PAYLOAD = 4;
  private static final int SIZE = 5;

  @Inject private TeleportConnectionFactory factory;

  @Override
  public void onMessage(TeleportMessage message) throws IOException {
    Tuple relay = Shape.tagged(message.payload(), "relay", SIZE);
    List<Term> hops = Shape.properList(relay.get(HOPS)).elements();
    try (TeleportConnection connection = factory.getConnection()) {
      if (hops.isEmpty()) {
        Arrival.await(relay.get(PAYLOAD));
        connection.send(
            Shape.address(relay.get(REPLY_TO)), Tuple.of(Atom.of("done"), relay.get(REF)));
      } else {
        Tuple onward =
            Tuple.of(
                relay.get(0),
                ListTerm.of(hops.subList(1, hops.size())),
                relay.get(REPLY_TO),
                relay.get(REF),
                relay.get(PAYLOAD));
        connection.send(Shape.address(hops.get(0)), onward);
      }
    }
  }
}
