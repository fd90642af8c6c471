package io.teleport.bench.app.mdb;

import io.teleport.bench.wire.Checksum;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * What a sender sends: the same bytes each time, under a new number.
 *
 * @param bytes not changed by anybody
 * @param sum their check sum
 */
record Content(byte[] bytes, long sum) {

  static Content random(int size, int seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return new Content(bytes, Checksum.of(ByteBuffer.wrap(bytes)));
  }
}
