package io.teleport.engine.node;

import io.teleport.engine.frame.HandshakeCodec;
import io.teleport.engine.frame.HandshakeFrame;
import io.teleport.engine.frame.Lane;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;

/**
 * A proxy between two nodes that can hold up the sockets of one lane, in both directions: nothing
 * is read from them, so that they fill, while those of the other lanes go on. Safe for use by any
 * thread.
 */
final class HeldLane implements AutoCloseable {

  private final Lane lane;
  private final Wire wire;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /**
   * Begins to listen in place of a node.
   *
   * @param lane which one can be held up
   */
  HeldLane(Lane lane, InetSocketAddress target) throws IOException {
    this.lane = lane;
    wire = new Wire(target, 0, this::join);
    wire.open();
  }

  InetSocketAddress address() {
    return wire.address();
  }

  /** From here on nothing passes on the lane. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  /** Lets everything pass again. */
  void release() {
    gate.countDown();
  }

  /** Who opens a socket says first what it is for. */
  private void join(Socket from, Socket to) throws IOException {
    byte[] hello = RawSocket.readFrame(new DataInputStream(from.getInputStream()));
    to.getOutputStream().write(hello);
    Wire.Gate pass = laneOf(hello) == lane ? this::passes : count -> true;
    Wire.start(() -> Wire.pass(from, to, pass));
    Wire.start(() -> Wire.pass(to, from, pass));
  }

  private boolean passes(int count) throws InterruptedException {
    gate.await();
    return true;
  }

  private static Lane laneOf(byte[] frame) throws IOException {
    HandshakeFrame hello = HandshakeCodec.decode(ByteBuffer.wrap(frame, 4, frame.length - 4));
    return ((HandshakeFrame.Hello) hello).pool().lane();
  }

  @Override
  public void close() throws IOException {
    release();
    wire.close();
  }
}
