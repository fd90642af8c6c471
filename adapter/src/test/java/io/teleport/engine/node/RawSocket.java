package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameDecoder;
import io.teleport.engine.frame.HandshakeCodec;
import io.teleport.engine.frame.HandshakeFrame;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;

/** A blocking socket that a test drives by hand, frame by frame. */
final class RawSocket implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final DataInputStream in;

  RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
  }

  static RawSocket connect(LocalNode node) {
    try {
      return new RawSocket(
          new Socket(InetAddress.getLoopbackAddress(), node.listeningAt().getPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawSocket write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Writes as much as the other side takes before it closes. */
  void writeUntilClosed(byte[] bytes) {
    try {
      write(bytes);
    } catch (IOException e) {
      assertThat(e).isInstanceOf(SocketException.class);
    }
  }

  /** Reads a frame with its length. */
  byte[] readFrame() throws IOException {
    return readFrame(in);
  }

  /** Reads a frame with its length, from a socket of somebody else. */
  static byte[] readFrame(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] frame = new byte[4 + length];
    ByteBuffer.wrap(frame).putInt(length);
    in.readFully(frame, 4, length);
    return frame;
  }

  HandshakeFrame readHandshake() throws IOException {
    byte[] frame = readFrame();
    return HandshakeCodec.decode(ByteBuffer.wrap(frame, 4, frame.length - 4));
  }

  /** Reads the next frame of a kind, passing over others. */
  <F extends Frame> F read(Class<F> kind) throws IOException {
    while (true) {
      byte[] frame = readFrame();
      Frame decoded = new FrameDecoder().decode(ByteBuffer.wrap(frame, 4, frame.length - 4));
      if (kind.isInstance(decoded)) {
        return kind.cast(decoded);
      }
    }
  }

  /** Waits until the other side has closed the connection. */
  void awaitClosed() {
    byte[] buffer = new byte[8192];
    try {
      while (in.read(buffer) >= 0) {
        // what came before is of no interest
      }
    } catch (SocketException | EOFException e) {
      // reset: closed with bytes unread
      assertThat(e).isNotNull();
    } catch (IOException e) {
      throw new AssertionError("the connection is still open", e);
    }
  }

  /** Closes so that the other side is reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
