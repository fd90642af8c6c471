package io.teleport.engine.peer;

/** A whole frame that waits in a {@link FrameWriter}'s queue. */
interface QueuedFrame {

  /** Returns the array that holds the frame. */
  byte[] array();

  /** Returns the frame's length in bytes; it begins at the array's begin. */
  int length();

  /** The frame's bytes have been taken over. Called once, by who has the writer's role. */
  void written();

  /** The socket is closed, and the frame's bytes were not taken over, or only some of them. */
  void dropped();

  /**
   * A frame of the control lane, which nobody waits for.
   *
   * @param array the frame, which fills the array
   */
  record Control(byte[] array) implements QueuedFrame {
    @Override
    public int length() {
      return array.length;
    }

    @Override
    public void written() {
      // nobody waits
    }

    @Override
    public void dropped() {
      // the state it told of is told again on other sockets
    }
  }
}
