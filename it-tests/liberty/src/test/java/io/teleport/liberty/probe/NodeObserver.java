package io.teleport.liberty.probe;

import io.teleport.NodeDown;
import io.teleport.NodeUp;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Writes down what a CDI observer learns of nodes. */
@ApplicationScoped
public class NodeObserver {

  void up(@Observes NodeUp event) {
    Diary.note("observer up " + event.node() + " " + event.incarnation());
  }

  void down(@Observes NodeDown event) {
    Diary.note("observer down " + event.node() + " " + event.incarnation() + " " + event.reason());
  }
}
