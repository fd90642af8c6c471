package io.teleport.bench.wire;

import java.nio.ByteBuffer;

/**
 * What stands before the body of a parcel on a raw socket: 4 bytes of length (of the body), 1 of
 * kind, 1 of origin, 1 of sender, 1 of hops, 8 of value. A call has the kind {@link #CALL}.
 */
final class RawHeader {

  /** Number of bytes. */
  static final int SIZE = 16;

  /** The kind of a call, which is answered with the same bytes. */
  static final int CALL = 255;

  /** The kind of a stream, whose length is the value. */
  static final int STREAM = 254;

  private RawHeader() {}

  static void write(ByteBuffer target, Parcel parcel) {
    target
        .putInt(parcel.body().size())
        .put((byte) parcel.kind().code())
        .put((byte) parcel.origin())
        .put((byte) parcel.sender())
        .put((byte) parcel.hops())
        .putLong(parcel.value());
  }

  static void writeStream(ByteBuffer target, long size) {
    target.putInt(0).put((byte) STREAM).put((byte) 0).put((byte) 0).put((byte) 0).putLong(size);
  }

  static void writeCall(ByteBuffer target, int size) {
    target.putInt(size).put((byte) CALL).put((byte) 0).put((byte) 0).put((byte) 0).putLong(0);
  }
}
