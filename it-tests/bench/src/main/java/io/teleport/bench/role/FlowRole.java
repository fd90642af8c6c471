package io.teleport.bench.role;

import io.teleport.bench.wire.Body;
import io.teleport.bench.wire.Parcel;
import io.teleport.bench.wire.StreamCheck;
import io.teleport.bench.wire.StreamSink;
import io.teleport.bench.wire.StreamSource;
import io.teleport.bench.wire.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Messages one way, as many as there is room for, until told to stop; and their count. */
final class FlowRole {

  private final int self;
  private final Wire wire;
  private final Parallel parallel;
  private final LongAdder messages = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder corrupt = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder streamNanos = new LongAdder();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final List<Thread> senders = new ArrayList<>();
  private volatile boolean stopping;

  FlowRole(int self, Wire wire, Parallel parallel) {
    this.self = self;
    this.wire = wire;
    this.parallel = parallel;
  }

  /** Takes a parcel, counts it, and checks the body if it is a large one. */
  void arrived(Parcel parcel) {
    try (Body body = parcel.body()) {
      if (parcel.kind() == Parcel.Kind.BULK && body.checksum() != parcel.value()) {
        corrupt.increment();
      }
      bytes.add(body.size());
      messages.increment();
    }
  }

  /** Returns what takes one body while it arrives, checks and counts it. */
  StreamSink stream() {
    StreamCheck check = new StreamCheck();
    long begin = System.nanoTime();
    return new StreamSink() {
      @Override
      public void accept(ByteBuffer piece) {
        check.accept(piece);
      }

      @Override
      public void end() {
        if (!check.isIntact()) {
          corrupt.increment();
        }
        streamNanos.add(System.nanoTime() - begin);
        bytes.add(check.received());
        messages.increment();
      }
    };
  }

  /** Begins to send one body that is not held in memory. */
  void startStream(int target, long size) {
    sent.reset();
    senders.addAll(
        parallel.start(
            1,
            number -> {
              wire.sendStream(target, new StreamSource(size), size);
              sent.increment();
            },
            failure));
  }

  /** Returns whether anybody sends. */
  boolean isSending() {
    for (Thread sender : senders) {
      if (sender.isAlive()) {
        return true;
      }
    }
    return false;
  }

  /** Begins to send. */
  void start(Parcel.Kind kind, int target, int threads, int size) {
    stopping = false;
    sent.reset();
    senders.addAll(parallel.start(threads, number -> flow(kind, target, number, size), failure));
  }

  private void flow(Parcel.Kind kind, int target, int number, int size) {
    Body body = wire.body(RingRole.randomBytes(size, number));
    Parcel parcel = new Parcel(kind, self, number, 0, body.checksum(), body);
    while (!stopping) {
      wire.send(target, parcel);
      sent.increment();
    }
    wire.flush();
  }

  /**
   * Ends sending.
   *
   * @return {@code sent=…}, since the last start
   */
  String stop() throws InterruptedException {
    stopping = true;
    for (Thread sender : senders) {
      sender.join();
    }
    senders.clear();
    if (failure.get() != null) {
      throw new IllegalStateException("a sender failed", failure.get());
    }
    return "sent=" + sent.sum();
  }

  /** Returns what arrived since this node began, and when that was read. */
  String counters() {
    return "messages=%d bytes=%d corrupt=%d streamNanos=%d nanos=%d"
        .formatted(
            messages.sum(), bytes.sum(), corrupt.sum(), streamNanos.sum(), System.nanoTime());
  }
}
