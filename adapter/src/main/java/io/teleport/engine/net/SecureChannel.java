package io.teleport.engine.net;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import tlschannel.NeedsReadException;
import tlschannel.NeedsTaskException;
import tlschannel.NeedsWriteException;
import tlschannel.TlsChannel;

/**
 * A non-blocking socket with TLS on it. Once the TLS handshake is over it reads and writes as the
 * socket itself would, but for two things that its {@link Link} has to look after: bytes that were
 * read from the socket may wait in here, of which a selector knows nothing, and so may bytes that a
 * write has taken and the socket has not.
 *
 * <p>One thread may read while another one writes.
 */
public final class SecureChannel implements ScatteringByteChannel, GatheringByteChannel {

  /** What the TLS handshake waits for. */
  enum Step {
    /** The socket, to become readable. */
    READABLE,
    /** The socket, to become writable. */
    WRITABLE,
    /** A task, which takes a while; see {@link #task}. */
    TASK,
    /** Nothing: it is over. */
    DONE
  }

  private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

  private final TlsChannel tls;
  private Runnable task;
  private boolean mayHaveMore;
  private volatile boolean ready;
  private volatile boolean owesSocket;

  SecureChannel(TlsChannel tls) {
    this.tls = tls;
  }

  /** Returns whether the TLS handshake is over. */
  boolean isReady() {
    return ready;
  }

  /**
   * Goes on with the TLS handshake.
   *
   * @throws IOException if it fails, such as if the other side is not trusted
   */
  Step shake() throws IOException {
    try {
      tls.handshake();
      ready = true;
      mayHaveMore = true;
      return Step.DONE;
    } catch (NeedsReadException e) {
      return Step.READABLE;
    } catch (NeedsWriteException e) {
      return Step.WRITABLE;
    } catch (NeedsTaskException e) {
      task = e.getTask();
      return Step.TASK;
    } catch (ClosedChannelException e) {
      throw new EOFException("the other side closed the connection in the TLS handshake");
    }
  }

  /** Returns what is to be run, by any thread, before the handshake goes on. */
  Runnable task() {
    return task;
  }

  /** Returns whether there may be bytes to read of which the selector knows nothing. */
  boolean mayHaveMore() {
    return mayHaveMore;
  }

  /** Returns whether the socket has not got all that was written. */
  boolean owesSocket() {
    return owesSocket;
  }

  /** Gives the socket what it has not got; returns false if it takes no more now. */
  boolean flush() throws IOException {
    if (owesSocket) {
      write(NOTHING, 0, 1);
    }
    return !owesSocket;
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    return (int) read(new ByteBuffer[] {buffer}, 0, 1);
  }

  @Override
  public long read(ByteBuffer[] buffers) throws IOException {
    return read(buffers, 0, buffers.length);
  }

  @Override
  public long read(ByteBuffer[] buffers, int offset, int length) throws IOException {
    long total = 0;
    mayHaveMore = true;
    // A record at a time: as many as there is room for, as a socket does it.
    while (remaining(buffers, offset, length) > 0) {
      try {
        long count = tls.read(buffers, offset, length);
        if (count < 0) {
          // Who got bytes this time is told of the end the next time, which comes at once.
          return total == 0 ? -1 : total;
        }
        total += count;
      } catch (NeedsReadException e) {
        mayHaveMore = false;
        return total;
      } catch (NeedsWriteException e) {
        // The other side wants new keys. What comes after is read when the answer has left.
        owesSocket = true;
        return total;
      } catch (NeedsTaskException e) {
        e.getTask().run();
      }
    }
    return total;
  }

  @Override
  public int write(ByteBuffer buffer) throws IOException {
    return (int) write(new ByteBuffer[] {buffer}, 0, 1);
  }

  @Override
  public long write(ByteBuffer[] buffers) throws IOException {
    return write(buffers, 0, buffers.length);
  }

  @Override
  public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
    long before = remaining(buffers, offset, length);
    while (true) {
      try {
        tls.write(buffers, offset, length);
        owesSocket = false;
        return before - remaining(buffers, offset, length);
      } catch (NeedsWriteException e) {
        owesSocket = true;
        return before - remaining(buffers, offset, length);
      } catch (NeedsTaskException e) {
        e.getTask().run();
      } catch (NeedsReadException e) {
        throw new IOException("the other side wants to negotiate TLS anew, which is not done", e);
      }
    }
  }

  private static long remaining(ByteBuffer[] buffers, int offset, int length) {
    long sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += buffers[i].remaining();
    }
    return sum;
  }

  @Override
  public boolean isOpen() {
    return tls.isOpen();
  }

  /** Says goodbye if the socket takes it, and closes the socket. */
  @Override
  public void close() throws IOException {
    tls.close();
  }
}
