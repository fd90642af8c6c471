package io.teleport.bench.app.node;

import io.teleport.bench.app.OrderServlet;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.util.List;

/** Takes the orders for this node. */
@WebServlet("/*")
public class NodeServlet extends OrderServlet {

  private static final long serialVersionUID = 1L;

  @Inject private transient ServerNode node;

  /** Creates the servlet. */
  public NodeServlet() {}

  @Override
  protected String node() {
    return node.name();
  }

  @Override
  protected String carryOut(List<String> order) throws InterruptedException {
    return node.carryOut(order);
  }
}
