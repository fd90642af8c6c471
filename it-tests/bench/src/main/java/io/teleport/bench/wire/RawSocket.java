package io.teleport.bench.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;

/** The sending end of a socket. One thread at a time sends. */
final class RawSocket {

  /** How much of a stream is read and written at once. */
  static final int STREAM_BLOCK = 256 * 1024;

  private final SocketChannel channel;
  private final ByteBuffer collected;
  private final ByteBuffer header = ByteBuffer.allocateDirect(RawHeader.SIZE);

  RawSocket(SocketChannel channel, int batch) {
    this.channel = channel;
    this.collected = ByteBuffer.allocateDirect(batch);
  }

  /** Sends a parcel at once, its body from where it lies. */
  synchronized void send(Parcel parcel) throws IOException {
    header.clear();
    RawHeader.write(header, parcel);
    header.flip();
    ByteBuffer body = ((RawBody) parcel.body()).bytes().duplicate();
    ByteBuffer[] both = {header, body};
    while (body.hasRemaining() || header.hasRemaining()) {
      channel.write(both);
    }
  }

  /** Sends a parcel with those that follow. */
  synchronized void collect(Parcel parcel) throws IOException {
    if (collected.remaining() < RawHeader.SIZE + parcel.body().size()) {
      flush();
    }
    RawHeader.write(collected, parcel);
    collected.put(((RawBody) parcel.body()).bytes().duplicate());
  }

  /** Sends a small parcel at once. */
  synchronized void sendNow(Parcel parcel) throws IOException {
    collect(parcel);
    flush();
  }

  /** Sends what was collected. */
  synchronized void flush() throws IOException {
    collected.flip();
    while (collected.hasRemaining()) {
      channel.write(collected);
    }
    collected.clear();
  }

  /** Sends a body as it is read. */
  synchronized void stream(ReadableByteChannel body, long size) throws IOException {
    collected.clear();
    RawHeader.writeStream(collected, size);
    flush();
    ByteBuffer block = ByteBuffer.allocateDirect(STREAM_BLOCK);
    long left = size;
    while (left > 0) {
      if (body.read(block.clear()) < 0) {
        throw new EOFException("the body is too short");
      }
      block.flip();
      left -= block.remaining();
      while (block.hasRemaining()) {
        channel.write(block);
      }
    }
  }

  /** Sends a request and waits for as many bytes. */
  int call(byte[] request) throws IOException {
    collected.clear();
    RawHeader.writeCall(collected, request.length);
    collected.put(request);
    flush();
    collected.clear().limit(request.length);
    while (collected.hasRemaining()) {
      if (channel.read(collected) < 0) {
        throw new EOFException("the other node ended");
      }
    }
    return collected.flip().remaining();
  }
}
