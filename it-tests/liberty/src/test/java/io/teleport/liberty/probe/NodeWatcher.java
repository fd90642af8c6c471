package io.teleport.liberty.probe;

import io.teleport.NodeDown;
import io.teleport.NodeUp;
import io.teleport.TeleportNodeListener;
import jakarta.ejb.MessageDriven;

/** Writes down what a bean learns of nodes. */
@MessageDriven(name = "NodeWatcher")
public class NodeWatcher implements TeleportNodeListener {

  @Override
  public void nodeUp(NodeUp event) {
    Diary.note("bean up " + event.node() + " " + event.incarnation());
  }

  @Override
  public void nodeDown(NodeDown event) {
    Diary.note("bean down " + event.node() + " " + event.incarnation() + " " + event.reason());
  }
}
