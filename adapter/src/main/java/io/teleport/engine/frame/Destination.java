package io.teleport.engine.frame;

/** Where on the receiving node a message goes. */
public sealed interface Destination {

  /** Returns what operators see of it: the name, or what stands for it. */
  default String text() {
    if (this instanceof Name name) {
      return name.name();
    } else if (this instanceof Process process) {
      return "process " + Integer.toUnsignedString(process.id());
    }
    return "a caller";
  }

  /**
   * A registered name.
   *
   * @param name the name
   */
  record Name(String name) implements Destination {}

  /**
   * A process of the receiving node.
   *
   * @param id first number of its pid
   * @param serial second number of its pid
   * @param creation tells the incarnations of a node apart
   */
  record Process(int id, int serial, int creation) implements Destination {}

  /** Whoever waits for the answer that the message is. */
  record Caller() implements Destination {
    /** The only one there is. */
    public static final Caller INSTANCE = new Caller();
  }
}
