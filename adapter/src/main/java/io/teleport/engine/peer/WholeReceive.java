package io.teleport.engine.peer;

import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.net.ChunkFiller;
import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Reservation;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * A large message that is held in memory until it is complete. Its memory is reserved before its
 * sender may send: first at the gate of its destination, then in the pool.
 *
 * <p>Owns the reservation, then the chunks, until they are handed on or it fails.
 */
final class WholeReceive implements BulkReceive {

  private final long length;
  private final Consumer<ChunkList> complete;
  private final InboundGate gate;
  private InboundGate.Entry entry;
  private Reservation reservation;
  private ChunkFiller filler;
  private boolean settled;
  private boolean filling;
  private boolean leftGate;

  /**
   * Creates it.
   *
   * @param length how many bytes will come
   * @param gate of its destination; may be null
   * @param complete takes the memory when all is there
   */
  WholeReceive(long length, InboundGate gate, Consumer<ChunkList> complete) {
    this.length = length;
    this.gate = gate;
    this.complete = complete;
  }

  /** Reserves memory, and calls back when there is some. */
  void begin(ChunkPool pool, Runnable ready) {
    int chunks = ChunkPool.chunksFor(length);
    if (gate == null) {
      reserve(pool, chunks, ready);
      return;
    }
    InboundGate.Entry mine = gate.enter(chunks, () -> reserve(pool, chunks, ready));
    boolean tooLate;
    synchronized (this) {
      entry = mine;
      tooLate = leftGate;
    }
    if (tooLate) {
      gate.leave(mine);
    }
  }

  private void reserve(ChunkPool pool, int chunks, Runnable ready) {
    synchronized (this) {
      if (settled) {
        return;
      }
    }
    Reservation mine = pool.reserve(chunks, granted -> granted(granted, ready));
    synchronized (this) {
      if (settled) {
        mine.close();
      } else if (reservation == null) {
        reservation = mine;
      }
    }
  }

  private void granted(Reservation granted, Runnable ready) {
    synchronized (this) {
      if (settled) {
        granted.close();
        return;
      }
      reservation = granted;
      filler = new ChunkFiller(granted);
    }
    ready.run();
  }

  @Override
  public synchronized ByteBuffer[] room(long most) throws ProtocolViolationException {
    if (settled) {
      return null;
    }
    if (filler == null || filler.length() + most > length) {
      throw new ProtocolViolationException(
          "more than the " + length + " bytes that were announced, or before they were allowed");
    }
    ByteBuffer[] room = filler.room(most);
    filling = true;
    return room;
  }

  @Override
  public synchronized void filled(long count) {
    filling = false;
    filler.filled(count);
    if (settled) {
      filler.abandon();
    }
  }

  @Override
  public void end() throws ProtocolViolationException {
    ChunkList memory;
    synchronized (this) {
      if (settled) {
        return;
      }
      if (filler == null || filler.length() != length) {
        throw new ProtocolViolationException(
            "a message that ends before the " + length + " bytes that were announced");
      }
      settled = true;
      memory = filler.finish();
    }
    complete.accept(memory);
  }

  @Override
  public void fail(String reason) {
    synchronized (this) {
      if (settled) {
        return;
      }
      settled = true;
      if (filler != null && !filling) {
        filler.abandon();
      } else if (filler == null && reservation != null) {
        reservation.close();
      }
    }
    leaveGate();
  }

  /** The message is done with: others may have its room. Doing so twice is harmless. */
  void leaveGate() {
    InboundGate.Entry mine;
    synchronized (this) {
      leftGate = true;
      mine = entry;
    }
    if (mine != null) {
      gate.leave(mine);
    }
  }
}
