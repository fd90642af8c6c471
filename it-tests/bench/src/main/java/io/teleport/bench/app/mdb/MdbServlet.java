package io.teleport.bench.app.mdb;

import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.bench.app.OrderServlet;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.util.List;

/** Takes the orders for this server, which sends or receives. */
@WebServlet("/*")
public class MdbServlet extends OrderServlet {

  private static final long serialVersionUID = 1L;

  @Inject private transient TeleportConnectionFactory factory;
  @Inject private transient Senders senders;
  @Inject private transient Arrivals arrivals;
  @Inject private transient TeleportTransport teleport;
  @Inject private transient JmsTransport jms;

  /** Creates the servlet. */
  public MdbServlet() {}

  @Override
  protected String node() {
    try (TeleportConnection connection = factory.getConnection()) {
      return connection.node().toString();
    }
  }

  @Override
  protected String carryOut(List<String> order) throws InterruptedException {
    return switch (order.get(0)) {
      case "flow" -> {
        senders.start(
            transport(order.get(1)), number(order, 2), number(order, 3), number(order, 4));
        yield "";
      }
      case "stop" -> senders.stop();
      case "counters" -> arrivals.counters();
      default -> throw new IllegalArgumentException("no order " + order.get(0));
    };
  }

  private static int number(List<String> order, int index) {
    return Integer.parseInt(order.get(index));
  }

  private Transport transport(String name) {
    return switch (name) {
      case "teleport" -> teleport;
      case "jms" -> jms;
      default -> throw new IllegalArgumentException("no transport " + name);
    };
  }
}
