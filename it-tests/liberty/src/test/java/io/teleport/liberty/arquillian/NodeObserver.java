package io.teleport.liberty.arquillian;

import io.teleport.NodeDown;
import io.teleport.NodeUp;
import io.teleport.Teleport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps what it learns of nodes, for the test, and sends it to {@code recorder}. */
@ApplicationScoped
public class NodeObserver {

  static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

  @Inject private Teleport teleport;

  void up(@Observes NodeUp event) {
    SEEN.add("up " + event.node());
    teleport.send("recorder@" + teleport.node(), "up " + event.node());
  }

  void down(@Observes NodeDown event) {
    SEEN.add("down " + event.node());
  }
}
