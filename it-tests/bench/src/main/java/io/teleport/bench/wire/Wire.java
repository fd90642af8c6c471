package io.teleport.bench.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One node's means to reach the others. Safe for use by any thread. */
public interface Wire extends AutoCloseable {

  /**
   * Begins to receive.
   *
   * @param receiver takes the parcels that arrive, on any thread, and may block
   * @param streams takes each body that arrives as a stream
   */
  void start(Consumer<Parcel> receiver, Supplier<StreamSink> streams) throws Exception;

  /** Opens the ways to all other nodes. */
  void prime();

  /**
   * Makes a body that can be sent any number of times.
   *
   * @param bytes its bytes
   */
  Body body(ByteBuffer bytes);

  /** Sends a parcel; its body stays the caller's, and may be released when this returns. */
  void send(int node, Parcel parcel);

  /**
   * Sends a body that is not held in memory; returns when it was read to its end.
   *
   * @param size how many bytes it has
   */
  void sendStream(int node, ReadableByteChannel body, long size);

  /** Makes sure that what this thread sent is on its way. */
  void flush();

  /**
   * Sends bytes to a node, which answers with the same.
   *
   * @return how many bytes came back
   */
  int call(int node, byte[] request);

  @Override
  void close() throws IOException;
}
