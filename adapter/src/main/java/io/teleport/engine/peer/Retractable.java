package io.teleport.engine.peer;

import io.teleport.engine.frame.Destination;

/** A message that can be taken back, also after it has left. */
sealed interface Retractable extends Outgoing permits SmallSend, BulkSend {

  /** Returns whether somebody waits for an answer to it. */
  boolean isRequest();

  /** Returns the number of the message before it on its strand; 0 if there is none. */
  long after();

  /** Returns where it goes on the other node. */
  Destination destination();

  /** Returns how many bytes of credit it takes. */
  int cost();

  /** Sees to it that it does not go if it has not yet; returns whether it has. */
  boolean giveUp();
}
