package io.teleport.bench.app.mdb;

import io.teleport.Address;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;

/** This project: an injected factory, a connection for each sender. */
@ApplicationScoped
public class TeleportTransport implements Transport {

  /** Where messages go: the name of the bean, on the node that receives. */
  private static final Address SINK = Address.of(TeleportSinkBean.NAME, Nodes.RECEIVER);

  @Inject private TeleportConnectionFactory factory;

  @Override
  public Outlet open(Content content) {
    return new TeleportOutlet(factory.getConnection(), content);
  }

  /**
   * Sends tuples {@code {Run, Sender, Number, Step, Sum, Body}}.
   *
   * @param connection the sender's own
   * @param sum of the body
   * @param body the content where it can be written from without a copy
   */
  private record TeleportOutlet(TeleportConnection connection, IntegerTerm sum, Binary body)
      implements Outlet {

    TeleportOutlet(TeleportConnection connection, Content content) {
      this(connection, IntegerTerm.of(content.sum()), Binary.of(direct(content.bytes())));
    }

    private static ByteBuffer direct(byte[] bytes) {
      return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    @Override
    public void send(Header header) {
      connection.send(
          SINK,
          Tuple.of(
              IntegerTerm.of(header.run()),
              IntegerTerm.of(header.sender()),
              IntegerTerm.of(header.number()),
              IntegerTerm.of(header.step()),
              sum,
              body));
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
