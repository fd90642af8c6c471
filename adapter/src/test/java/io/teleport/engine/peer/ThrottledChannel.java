package io.teleport.engine.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Random;
import java.util.Set;

/**
 * A socket without a network: takes and gives as few bytes at a time as chance will have it, often
 * none.
 */
final class ThrottledChannel extends SocketChannel {

  private final Random random;
  private final int most;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private ByteBuffer toRead = ByteBuffer.allocate(0);

  /**
   * Creates a channel.
   *
   * @param most how many bytes pass at a time at the most
   */
  ThrottledChannel(long seed, int most) {
    super(SelectorProvider.provider());
    this.random = new Random(seed);
    this.most = most;
  }

  /** Returns what was written. */
  byte[] written() {
    return written.toByteArray();
  }

  /** Takes out what was written. */
  byte[] drain() {
    byte[] bytes = written.toByteArray();
    written.reset();
    return bytes;
  }

  /** Sets what is to be read; after it nothing comes, but no end either. */
  void toRead(byte[] bytes) {
    toRead = ByteBuffer.wrap(bytes);
  }

  boolean isAllRead() {
    return !toRead.hasRemaining();
  }

  private int chance() {
    return random.nextInt(4) == 0 ? 0 : random.nextInt(most + 1);
  }

  @Override
  public int write(ByteBuffer source) {
    int count = Math.min(source.remaining(), chance());
    byte[] bytes = new byte[count];
    source.get(bytes);
    written.writeBytes(bytes);
    return count;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      total += write(sources[i]);
      if (sources[i].hasRemaining()) {
        return total;
      }
    }
    return total;
  }

  @Override
  public int read(ByteBuffer target) {
    int count = Math.min(Math.min(target.remaining(), toRead.remaining()), chance());
    target.put(toRead.slice(toRead.position(), count));
    toRead.position(toRead.position() + count);
    return count;
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      total += read(targets[i]);
      if (targets[i].hasRemaining()) {
        return total;
      }
    }
    return total;
  }

  @Override
  protected void implCloseSelectableChannel() {
    // nothing is open
  }

  @Override
  protected void implConfigureBlocking(boolean block) {
    // never blocks
  }

  @Override
  public SocketChannel bind(SocketAddress local) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> SocketChannel setOption(SocketOption<T> name, T value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T getOption(SocketOption<T> name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return Set.of();
  }

  @Override
  public SocketChannel shutdownInput() {
    return this;
  }

  @Override
  public SocketChannel shutdownOutput() {
    return this;
  }

  @Override
  public Socket socket() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isConnectionPending() {
    return false;
  }

  @Override
  public boolean connect(SocketAddress remote) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean finishConnect() {
    return true;
  }

  @Override
  public SocketAddress getRemoteAddress() {
    return null;
  }

  @Override
  public SocketAddress getLocalAddress() {
    return null;
  }
}
