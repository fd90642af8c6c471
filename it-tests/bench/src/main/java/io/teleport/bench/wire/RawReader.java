package io.teleport.bench.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads one socket to its end. */
final class RawReader {

  private static final int AHEAD = 64 * 1024;

  private final SocketChannel channel;
  private final RawBuffers buffers;
  private final Executor handlers;
  private final Consumer<Parcel> receiver;
  private final Supplier<StreamSink> streams;

  /** Bytes that were read and not used yet. */
  private final ByteBuffer ahead = ByteBuffer.allocateDirect(AHEAD).limit(0);

  RawReader(
      SocketChannel channel,
      RawBuffers buffers,
      Executor handlers,
      Consumer<Parcel> receiver,
      Supplier<StreamSink> streams) {
    this.streams = streams;
    this.channel = channel;
    this.buffers = buffers;
    this.handlers = handlers;
    this.receiver = receiver;
  }

  /**
   * Reads until the socket is closed.
   *
   * @throws EOFException when the other side closed it
   */
  void run() throws IOException {
    while (true) {
      need(RawHeader.SIZE);
      int size = ahead.getInt();
      int kind = Byte.toUnsignedInt(ahead.get());
      int origin = ahead.get();
      int sender = ahead.get();
      int hops = ahead.get();
      long value = ahead.getLong();
      if (kind == RawHeader.CALL) {
        answer(size);
      } else if (kind == RawHeader.STREAM) {
        stream(value);
      } else if (size + RawHeader.SIZE <= AHEAD) {
        need(size);
        ByteBuffer body = ahead.slice(ahead.position(), size);
        receiver.accept(
            new Parcel(Parcel.Kind.of(kind), origin, sender, hops, value, new RawBody(body, null)));
        ahead.position(ahead.position() + size);
      } else {
        Body body = large(size);
        Parcel parcel = new Parcel(Parcel.Kind.of(kind), origin, sender, hops, value, body);
        handlers.execute(() -> receiver.accept(parcel));
      }
    }
  }

  private void stream(long size) throws IOException {
    StreamSink sink = streams.get();
    ByteBuffer block = ByteBuffer.allocateDirect(RawSocket.STREAM_BLOCK);
    int first = (int) Math.min(size, ahead.remaining());
    sink.accept(ahead.slice(ahead.position(), first));
    ahead.position(ahead.position() + first);
    for (long left = size - first; left > 0; left -= block.remaining()) {
      read(block.clear().limit((int) Math.min(block.capacity(), left)));
      sink.accept(block.flip().duplicate());
    }
    sink.end();
  }

  private void answer(int size) throws IOException {
    need(size);
    ByteBuffer request = ahead.slice(ahead.position(), size);
    ahead.position(ahead.position() + size);
    while (request.hasRemaining()) {
      channel.write(request);
    }
  }

  private Body large(int size) throws IOException {
    ByteBuffer body = buffers.take(size);
    int first = Math.min(size, ahead.remaining());
    body.put(ahead.slice(ahead.position(), first));
    ahead.position(ahead.position() + first);
    while (body.hasRemaining()) {
      read(body);
    }
    return new RawBody(body.flip(), buffers);
  }

  private void need(int count) throws IOException {
    if (ahead.remaining() >= count) {
      return;
    }
    ahead.compact();
    while (ahead.position() < count) {
      read(ahead);
    }
    ahead.flip();
  }

  private void read(ByteBuffer target) throws IOException {
    if (channel.read(target) < 0) {
      throw new EOFException("the other node closed the socket");
    }
  }
}
