package io.teleport;

/** What a sender is promised about a message. */
public enum Delivery {

  /**
   * The message is kept until the receiver has confirmed it, and sent again over other sockets if
   * those that it went by are lost: while both nodes live it is delivered once. If nothing can be
   * promised any more, the sender is told. The default.
   */
  CONFIRMED,

  /**
   * The message is sent once. It arrives once or not at all, which is what Erlang promises; if it
   * is known to be lost it is a dead letter. Of a small message nobody knows more than that the
   * operating system had it; a large one is confirmed all the same, but takes none of the sender's
   * memory once it is written.
   */
  BEST_EFFORT
}
