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
 * sender may send.
 *
 * <p>Owns the reservation, then the chunks, until they are handed on or it fails. Its place among
 * those of its destination is given up when the memory is free again, however many others the
 * message is passed on to.
 */
final class WholeReceive implements BulkReceive {

  private final long length;
  private final long progress;
  private final Allowance allowance;
  private final InboundMemory.Share share;
  private final Consumer<ChunkList> complete;
  private InboundMemory.Entry entry;
  private Reservation reservation;
  private ChunkFiller filler;
  private long told;
  private boolean settled;
  private boolean filling;
  private boolean left;

  /**
   * Creates it.
   *
   * @param length how many bytes will come
   * @param progress after how many the sender is to hear how many have come
   * @param allowance lets the sender send
   * @param share its destination's share of the memory; null if nothing limits it
   * @param complete takes the memory when all is there
   */
  WholeReceive(
      long length,
      long progress,
      Allowance allowance,
      InboundMemory.Share share,
      Consumer<ChunkList> complete) {
    this.length = length;
    this.progress = progress;
    this.allowance = allowance;
    this.share = share;
    this.complete = complete;
  }

  /**
   * Reserves memory, and lets the sender send when there is some.
   *
   * @param isPassedOn whether the message holds memory of its sender already
   */
  void begin(ChunkPool pool, boolean isPassedOn) {
    int chunks = ChunkPool.chunksFor(length);
    if (share == null) {
      Reservation asked = pool.reserve(chunks, this::granted);
      synchronized (this) {
        if (settled) {
          asked.close();
        } else if (reservation == null) {
          reservation = asked;
        }
      }
      return;
    }
    InboundMemory.Entry mine = share.enter(chunks, isPassedOn, this::granted);
    boolean tooLate;
    synchronized (this) {
      entry = mine;
      tooLate = left;
    }
    if (tooLate) {
      mine.leave();
    }
  }

  private void granted(Reservation granted) {
    synchronized (this) {
      if (settled) {
        granted.close();
        return;
      }
      reservation = granted;
      filler = new ChunkFiller(granted);
    }
    allowance.allow(this::progress);
  }

  @Override
  public void again() {
    allowance.allow(this::progress);
  }

  private synchronized Progress progress() {
    if (settled || filler == null) {
      return null;
    }
    told = filler.length();
    return new Progress(told, length);
  }

  @Override
  public synchronized ByteBuffer[] room(long most) throws ProtocolViolationException {
    if (settled) {
      return null;
    }
    if (filling) {
      throw new ProtocolViolationException("fragments of one message on two sockets at once");
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
  public void filled(long count) {
    synchronized (this) {
      filling = false;
      filler.filled(count);
      if (settled) {
        filler.abandon();
        return;
      }
      if (filler.length() - told < progress) {
        return;
      }
    }
    allowance.allow(this::progress);
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
      memory = filler.finish(this::leave);
    }
    complete.accept(memory);
  }

  @Override
  public boolean fail(String reason) {
    synchronized (this) {
      if (settled) {
        return false;
      }
      settled = true;
      if (filler != null && !filling) {
        filler.abandon();
      } else if (filler == null && reservation != null) {
        reservation.close();
      }
    }
    leave();
    return true;
  }

  /** The memory is free again: others may have it. Doing so twice is harmless. */
  private void leave() {
    InboundMemory.Entry mine;
    synchronized (this) {
      left = true;
      mine = entry;
    }
    if (mine != null) {
      mine.leave();
    }
  }
}
