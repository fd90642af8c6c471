package io.teleport.bench.role;

import io.teleport.bench.wire.Body;
import io.teleport.bench.wire.Parcel;
import io.teleport.bench.wire.Wire;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The ring: each sender sends a body to the next node, which passes it on, and so on around; the
 * last node tells the sender the check sum of what arrived.
 */
final class RingRole {

  private static final long PATIENCE_SECONDS = 120;

  private final int self;
  private final int nodes;
  private final Wire wire;
  private final Parallel parallel;
  private final Body empty;
  private final Map<Integer, CompletableFuture<Long>> waiting = new ConcurrentHashMap<>();

  /** What each sender sends; made in the first round, which is not counted. */
  private final Map<Integer, Body> bodies = new ConcurrentHashMap<>();

  RingRole(int self, int nodes, Wire wire, Parallel parallel) {
    this.self = self;
    this.nodes = nodes;
    this.wire = wire;
    this.parallel = parallel;
    this.empty = wire.body(ByteBuffer.allocateDirect(0));
  }

  /** Takes a parcel of the ring: passes it on, or, at the end, acknowledges it. */
  void arrived(Parcel parcel) {
    try (Body body = parcel.body()) {
      if (parcel.hops() > 1) {
        wire.send((self + 1) % nodes, parcel.onward());
      } else {
        wire.send(
            parcel.origin(),
            new Parcel(Parcel.Kind.ACK, self, parcel.sender(), 0, body.checksum(), empty));
      }
    }
  }

  /** Takes an acknowledgement. */
  void acknowledged(Parcel parcel) {
    CompletableFuture<Long> sender = waiting.get(parcel.sender());
    if (sender != null) {
      sender.complete(parcel.value());
    }
  }

  /**
   * Sends around the ring.
   *
   * @param senders how many senders at the same time
   * @param bytes size of each body
   * @param messages number of messages of each sender, one after the other
   * @return {@code lost=… corrupt=…}
   */
  String run(int senders, int bytes, int messages) throws InterruptedException {
    AtomicInteger lost = new AtomicInteger();
    AtomicInteger corrupt = new AtomicInteger();
    parallel.run(
        senders,
        sender -> {
          Body body = body(sender, bytes);
          long sum = body.checksum();
          for (int i = 0; i < messages; i++) {
            Long back = around(sender, body);
            if (back == null) {
              lost.incrementAndGet();
            } else if (back != sum) {
              corrupt.incrementAndGet();
            }
          }
        });
    return "lost=%d corrupt=%d".formatted(lost.get(), corrupt.get());
  }

  private Body body(int sender, int bytes) {
    Body known = bodies.get(sender);
    if (known == null || known.size() != bytes) {
      known = wire.body(randomBytes(bytes, self * 1024L + sender));
      bodies.put(sender, known);
    }
    return known;
  }

  private Long around(int sender, Body body) throws InterruptedException {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    waiting.put(sender, answer);
    wire.send((self + 1) % nodes, new Parcel(Parcel.Kind.RING, self, sender, nodes - 1, 0, body));
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a buffer of random bytes. */
  static ByteBuffer randomBytes(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return ByteBuffer.allocateDirect(count).put(bytes).flip();
  }
}
