package io.teleport.engine.erlang;

import io.teleport.Address;
import io.teleport.TeleportException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.GatherList;
import io.teleport.term.Atom;
import io.teleport.term.IntegerTerm;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Asks the server of the teleport library on an Erlang node where it listens, as the library does
 * itself: {@code gen_server:call({teleport_listen_server, Node}, get_port)} answers {@code {ok,
 * Port}}.
 */
final class ListenServer implements BulkPool.PortQuestion {

  private static final Atom GET_PORT = new Atom("get_port");
  private static final int MAX_PORT = 65_535;

  private final DistributionConnection connection;
  private final ErlangSurroundings surroundings;

  ListenServer(DistributionConnection connection, ErlangSurroundings surroundings) {
    this.connection = connection;
    this.surroundings = surroundings;
  }

  @Override
  public void ask(Consumer<Integer> port, Consumer<TeleportException> failed) {
    GatherList content = surroundings.encoder().write(GET_PORT, 0);
    Address server = Address.of(TeleportLayout.LISTEN_SERVER, connection.name());
    AnswerListener listener =
        new AnswerListener() {
          @Override
          public void answered(ReceivedPayload answer) {
            int number = port(answer);
            if (number > 0) {
              port.accept(number);
            } else {
              failed.accept(new TeleportException("the answer to get_port has no port"));
            }
          }

          @Override
          public void failed(TeleportException reason) {
            failed.accept(reason);
          }
        };
    boolean isSent = false;
    try {
      OngoingCall call = connection.call(server, MessageKind.CALL, content, listener);
      isSent = true;
      Duration timeout = surroundings.settings().connectTimeout();
      surroundings.loop().after(timeout, call.cancel());
    } finally {
      if (!isSent) {
        content.release();
      }
    }
  }

  /** Returns the port of {@code {ok, Port}}; 0 if it is something else. */
  private int port(ReceivedPayload answer) {
    try {
      Term term = answer.decode(surroundings.decoder());
      return term instanceof Tuple tuple
              && tuple.size() == 2
              && tuple.get(0).equals(Atom.OK)
              && tuple.get(1) instanceof IntegerTerm number
              && number.isLong()
              && number.longValue() <= MAX_PORT
          ? (int) Math.max(0, number.longValue())
          : 0;
    } catch (MalformedTermException e) {
      return 0;
    } finally {
      answer.release();
    }
  }
}
