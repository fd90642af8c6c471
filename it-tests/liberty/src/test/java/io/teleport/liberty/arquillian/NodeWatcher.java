package io.teleport.liberty.arquillian;

import io.teleport.NodeDown;
import io.teleport.NodeUp;
import io.teleport.TeleportNodeListener;
import jakarta.ejb.MessageDriven;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps what it learns of nodes, for the test. */
@MessageDriven(name = "NodeWatcher")
public class NodeWatcher implements TeleportNodeListener {

  static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

  @Override
  public void nodeUp(NodeUp event) {
    SEEN.add("up " + event.node());
  }

  @Override
  public void nodeDown(NodeDown event) {
    SEEN.add("down " + event.node());
  }
}
