package io.teleport.chaos.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves the bytes of one direction of a connection, as the fault of the moment has it. The thread
 * that runs it moves; others set faults.
 */
final class Pump implements Runnable {

  private static final int BUFFER = 64 << 10;
  private static final long NEVER = Long.MAX_VALUE;
  private static final long SPLIT_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
  private static final int SPLIT_READ = 2048;
  private static final int THROTTLED_READ = 4096;

  private final Connection connection;
  private final Socket from;
  private final Socket to;
  private final InputStream in;
  private final OutputStream out;
  private final Object changed = new Object();

  /** The fault that is on, or null; guarded by {@code changed}. */
  private Fault fault;

  /** When it ends; guarded by {@code changed}. */
  private long endNanos;

  /** After how many more bytes {@code atCut} is run; guarded by {@code changed}. */
  private long cutAfter = NEVER;

  private Runnable atCut;

  private volatile boolean swallowing;

  Pump(Connection connection, Socket from, Socket to) throws IOException {
    this.connection = connection;
    this.from = from;
    this.to = to;
    this.in = from.getInputStream();
    this.out = to.getOutputStream();
  }

  /** Begins a fault that lasts for a while. */
  void begin(Fault next) {
    synchronized (changed) {
      fault = next;
      endNanos = System.nanoTime() + next.duration().toNanos();
      changed.notifyAll();
    }
  }

  /** Passes nothing on any more: once bytes are missing, none may follow. */
  void swallow() {
    swallowing = true;
    heal();
  }

  /** Ends the fault that is on, if any. */
  void heal() {
    synchronized (changed) {
      fault = null;
      changed.notifyAll();
    }
  }

  /** Runs something when so many more bytes have passed. */
  void cutAfter(long bytes, Runnable cut) {
    synchronized (changed) {
      cutAfter = bytes;
      atCut = cut;
    }
  }

  @Override
  public void run() {
    byte[] buffer = new byte[BUFFER];
    try {
      int count = in.read(buffer, 0, readable());
      while (count >= 0) {
        pass(buffer, count);
        count = in.read(buffer, 0, readable());
      }
      connection.finished(to);
    } catch (IOException e) {
      connection.broken(from);
    }
  }

  private Fault current() {
    synchronized (changed) {
      if (fault != null && System.nanoTime() - endNanos >= 0) {
        fault = null;
      }
      return fault;
    }
  }

  private int readable() {
    Fault now = current();
    if (now == null) {
      return BUFFER;
    }
    return switch (now.kind()) {
      case SPLIT -> SPLIT_READ;
      case THROTTLE -> THROTTLED_READ;
      default -> BUFFER;
    };
  }

  private void pass(byte[] bytes, int count) throws IOException {
    Runnable cut = null;
    int passing = count;
    synchronized (changed) {
      if (cutAfter != NEVER) {
        if (cutAfter < count) {
          passing = (int) cutAfter;
          cut = atCut;
          cutAfter = NEVER;
        } else {
          cutAfter -= count;
        }
      }
    }
    write(bytes, passing);
    if (cut != null) {
      // What is left of these bytes goes nowhere.
      cut.run();
    }
  }

  private void write(byte[] bytes, int count) throws IOException {
    if (swallowing) {
      return;
    }
    Fault now = current();
    if (now == null) {
      out.write(bytes, 0, count);
      return;
    }
    switch (now.kind()) {
      case SPLIT -> split(bytes, count, now.amount());
      case STALL -> {
        await(Long.MAX_VALUE);
        out.write(bytes, 0, count);
      }
      case DELAY -> {
        await(TimeUnit.MILLISECONDS.toNanos(now.amount()));
        out.write(bytes, 0, count);
      }
      case THROTTLE -> {
        out.write(bytes, 0, count);
        await(TimeUnit.SECONDS.toNanos(count) / now.amount());
      }
      default -> out.write(bytes, 0, count);
    }
  }

  private void split(byte[] bytes, int count, int size) throws IOException {
    int written = 0;
    while (written < count) {
      boolean on = current() != null;
      int piece = on ? Math.min(size, count - written) : count - written;
      out.write(bytes, written, piece);
      written += piece;
      if (on) {
        // Long enough for a segment of its own.
        LockSupport.parkNanos(SPLIT_PAUSE_NANOS);
      }
    }
  }

  /** Waits that long, or until the fault is over. */
  private void await(long nanos) {
    long begin = System.nanoTime();
    synchronized (changed) {
      Fault mine = fault;
      while (fault != null && fault.equals(mine)) {
        long left = Math.min(endNanos - System.nanoTime(), nanos - (System.nanoTime() - begin));
        if (left <= 0) {
          return;
        }
        try {
          changed.wait(left / 1_000_000, (int) (left % 1_000_000));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }
}
