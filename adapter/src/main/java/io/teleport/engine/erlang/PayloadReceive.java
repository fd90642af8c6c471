package io.teleport.engine.erlang;

import io.teleport.engine.net.ChunkFiller;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Reservation;
import java.nio.ByteBuffer;

/**
 * Where the bytes of a message go while it arrives. Owns its memory until {@link #finish} or {@link
 * #abandon}. Confined to a loop.
 */
sealed interface PayloadReceive
    permits PayloadReceive.OnHeap,
        PayloadReceive.InChunks,
        PayloadReceive.LeftOut,
        StreamedReceive {

  /**
   * Returns how many bytes can come now, {@link Long#MAX_VALUE} if it does not matter; if none,
   * {@link #await} is to be called and no more is read until somebody says so.
   */
  default long accepts() {
    return Long.MAX_VALUE;
  }

  /** Has reading resumed when bytes can come again. */
  default void await() {
    throw new IllegalStateException("bytes can always come");
  }

  /**
   * Returns where the next bytes go.
   *
   * @param most how many at the most
   * @return buffers with that much room, or with as much as can come now; or null if the bytes are
   *     to be left out
   */
  ByteBuffer[] room(long most);

  /** Says how many bytes were put where {@link #room} said. */
  void filled(long count);

  /** Copies bytes in, no more than can come now; or leaves them out. */
  void put(ByteBuffer source);

  /** Returns what has arrived, which belongs to the caller; null if it was left out. */
  ReceivedPayload finish();

  /** Gives everything back. */
  void abandon();

  /** On the heap, for a message whose length is known. */
  final class OnHeap implements PayloadReceive {
    private final ByteBuffer bytes;

    /** Creates it, with room for so many bytes and a version. */
    OnHeap(int length) {
      bytes = ByteBuffer.allocate(length + 1).put(PacketLayout.VERSION);
    }

    @Override
    public ByteBuffer[] room(long most) {
      return new ByteBuffer[] {bytes.slice(bytes.position(), (int) most)};
    }

    @Override
    public void filled(long count) {
      bytes.position(bytes.position() + (int) count);
    }

    @Override
    public void put(ByteBuffer source) {
      bytes.put(source);
    }

    @Override
    public ReceivedPayload finish() {
      return new ReceivedPayload.Heap(bytes.array());
    }

    @Override
    public void abandon() {
      // the garbage collector's
    }
  }

  /** In chunks. If there turn out to be more bytes than memory was promised for, more is asked. */
  final class InChunks implements PayloadReceive {
    private final Reservation reservation;
    private final ChunkFiller filler;
    private final Runnable freed;
    private final long most;
    private long promised;
    private boolean overflown;

    /**
     * Creates it.
     *
     * @param reservation belongs to it
     * @param freed told when the memory is back, by any thread
     * @param chunks how many are promised
     * @param most how long the message may be
     */
    InChunks(Reservation reservation, Runnable freed, int chunks, long most) {
      this.reservation = reservation;
      this.freed = freed;
      this.filler = new ChunkFiller(reservation);
      this.promised = (long) chunks * ChunkPool.CHUNK_SIZE;
      this.most = most;
      filler.put(ByteBuffer.wrap(new byte[] {PacketLayout.VERSION}));
    }

    @Override
    public ByteBuffer[] room(long count) {
      return secure(count) ? filler.room(count) : null;
    }

    private boolean secure(long count) {
      long needed = filler.length() + count;
      if (overflown) {
        return false;
      }
      if (needed > promised) {
        int more = ChunkPool.chunksFor(needed - promised);
        overflown = needed > most || !reservation.tryExtend(more);
        if (overflown) {
          abandon();
          return false;
        }
        promised += (long) more * ChunkPool.CHUNK_SIZE;
      }
      return true;
    }

    @Override
    public void filled(long count) {
      filler.filled(count);
    }

    @Override
    public void put(ByteBuffer source) {
      if (secure(source.remaining())) {
        filler.put(source);
      } else {
        source.position(source.limit());
      }
    }

    @Override
    public ReceivedPayload finish() {
      return overflown ? null : new ReceivedPayload.Chunks(filler.finish(freed));
    }

    @Override
    public void abandon() {
      filler.abandon();
      freed.run();
    }
  }

  /** Nowhere. */
  final class LeftOut implements PayloadReceive {

    @Override
    public ByteBuffer[] room(long most) {
      return null;
    }

    @Override
    public void filled(long count) {
      throw new IllegalStateException("there is no room to fill");
    }

    @Override
    public void put(ByteBuffer source) {
      source.position(source.limit());
    }

    @Override
    public ReceivedPayload finish() {
      return null;
    }

    @Override
    public void abandon() {
      // nothing is held
    }
  }
}
