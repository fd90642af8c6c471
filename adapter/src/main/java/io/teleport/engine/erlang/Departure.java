package io.teleport.engine.erlang;

import java.util.function.Consumer;

/** What became of a message that was to leave. That it arrived, an Erlang node never says. */
public enum Departure {
  /** All of it was written to the socket. */
  LEFT(""),
  /** The connection was lost when some of it was written. */
  CUT_SHORT("the connection was lost while it was being sent"),
  /** The connection was lost before. */
  NOT_SENT("the connection was lost before it was sent"),
  /** Its content could not be read to the end; its receiver will not see it. */
  TAKEN_BACK("its content could not be read to the end");

  /** Tells nobody: the other node sees that the connection is lost, which tells it as much. */
  static final Consumer<Departure> UNTOLD =
      end -> {
        // nobody waits
      };

  private final String text;

  Departure(String text) {
    this.text = text;
  }

  /** Returns why a message did not leave. */
  public String text() {
    return text;
  }
}
