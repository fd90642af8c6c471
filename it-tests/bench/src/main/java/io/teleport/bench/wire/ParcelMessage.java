package io.teleport.bench.wire;

import io.teleport.TeleportMessage;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Parcels as terms: {@code {Kind, Origin, Sender, Hops, Value, Body}}, a binary at the end. */
public final class ParcelMessage {

  private static final int BLOCK = 256 * 1024;

  private ParcelMessage() {}

  static Term of(Parcel parcel) {
    return Tuple.of(
        IntegerTerm.of(parcel.kind().code()),
        IntegerTerm.of(parcel.origin()),
        IntegerTerm.of(parcel.sender()),
        IntegerTerm.of(parcel.hops()),
        IntegerTerm.of(parcel.value()),
        ((BinaryBody) parcel.body()).binary());
  }

  /** Decodes a message; the parcel is valid until the listener returns. */
  public static Parcel read(TeleportMessage message) {
    Tuple parts = (Tuple) message.payload();
    return new Parcel(
        Parcel.Kind.of(number(parts, 0)),
        number(parts, 1),
        number(parts, 2),
        number(parts, 3),
        ((IntegerTerm) parts.get(4)).longValue(),
        new BinaryBody((Binary) parts.get(5)));
  }

  /** Reads a body while it arrives. */
  public static void readStream(TeleportMessage message, StreamSink sink) throws IOException {
    byte[] block = new byte[BLOCK];
    try (InputStream in = message.body()) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        sink.accept(ByteBuffer.wrap(block, 0, count));
      }
    }
    sink.end();
  }

  private static int number(Tuple parts, int index) {
    return ((IntegerTerm) parts.get(index)).intValue();
  }
}
