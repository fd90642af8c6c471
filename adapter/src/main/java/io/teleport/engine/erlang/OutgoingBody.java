package io.teleport.engine.erlang;

import io.teleport.BackpressureException;
import io.teleport.BodyLengthException;
import io.teleport.MessageTooLargeException;
import io.teleport.TeleportException;
import io.teleport.engine.net.ChunkFiller;
import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Reservation;
import io.teleport.engine.net.Segment;
import io.teleport.term.BinaryContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An encoded term in a form that Erlang understands, with what it ends in: Erlang wants the length
 * of a binary before its bytes. What is in memory, and files, are left where they are; a stream of
 * known length is read while it leaves; one of unknown length is read before, into the memory for
 * large messages.
 *
 * @param list the term; all of it, or all but what is supplied
 * @param supply where the last bytes come from; null if they are in the list
 * @param read the memory that a stream was read into; null if none was
 */
record OutgoingBody(GatherList list, BodySupply supply, ChunkList read) {

  /** The longest binary of the external term format. */
  private static final long MAX_BINARY = 0xFFFF_FFFFL;

  private static final byte BINARY = 109;

  /** What an open file counts as. */
  private static final long OPEN_FILE = 64 << 10;

  /**
   * What is needed to prepare content.
   *
   * @param memory for a stream of unknown length
   * @param most how many bytes of such a stream are read
   * @param timeout for how long to wait for memory, and for what is supplied to leave
   * @param mayWait whether the last bytes may come while the first ones leave
   */
  record Means(ChunkPool memory, long most, Duration timeout, boolean mayWait) {}

  /**
   * Prepares content for sending. Blocks if a stream has to be read first.
   *
   * @param content stays the caller's if this throws; else it is part of the body
   * @throws MessageTooLargeException if Erlang has no binary of that length, or a stream of unknown
   *     length has more than is held
   * @throws BackpressureException if there is no memory to read a stream into
   * @throws TeleportException if a stream cannot be read
   */
  static OutgoingBody of(GatherList content, Means means) {
    if (content.tailLength() > MAX_BINARY) {
      throw new MessageTooLargeException(
          "a binary of %d bytes to an Erlang node, which knows none of more than %d"
              .formatted(content.tailLength(), MAX_BINARY));
    }
    BinaryContent tail = content.pumped();
    if (tail == null) {
      return new OutgoingBody(content, null, null);
    } else if (tail instanceof BinaryContent.OpenFile file) {
      Segment range = new Segment.FileRange(file.channel(), file.position(), file.size());
      return new OutgoingBody(with(content, content.segments(), range), null, null);
    } else if (tail.size() == BinaryContent.UNKNOWN_SIZE || !means.mayWait()) {
      ChunkList read = read(tail, means);
      return new OutgoingBody(with(content, headed(content, read.length()), read), null, read);
    }
    return new OutgoingBody(content, new BodySupply(tail, means.timeout()), null);
  }

  private static GatherList with(GatherList content, List<Segment> begin, ChunkList tail) {
    if (tail.length() == 0) {
      return new GatherList(begin, content.headroom(), length(content, begin), 0, null);
    }
    return with(content, begin, new Segment.Chunks(tail, 0, tail.length()));
  }

  private static GatherList with(GatherList content, List<Segment> begin, Segment tail) {
    List<Segment> all = new ArrayList<>(begin);
    all.add(tail);
    return new GatherList(all, content.headroom(), length(content, begin), tail.length(), null);
  }

  private static long length(GatherList content, List<Segment> segments) {
    return segments.stream().mapToLong(Segment::length).sum() - content.headroom();
  }

  /** Returns the segments, of which the last has the header of a binary with its length. */
  private static List<Segment> headed(GatherList content, long length) {
    if (content.tailLength() != BinaryContent.UNKNOWN_SIZE) {
      return content.segments();
    }
    List<Segment> segments = new ArrayList<>(content.segments());
    Segment.Heap last = (Segment.Heap) segments.remove(segments.size() - 1);
    ByteBuffer bytes = ByteBuffer.allocate(last.count() + Integer.BYTES);
    bytes.put(last.array(), last.offset(), last.count() - 1).put(BINARY).putInt((int) length);
    segments.add(new Segment.Heap(bytes.array(), 0, bytes.capacity()));
    return segments;
  }

  // ------------------------------------------------------------------ reading it first

  private static ChunkList read(BinaryContent tail, Means means) {
    long bound = Math.min(means.most(), MAX_BINARY);
    long most = tail.size() < 0 ? bound : tail.size();
    if (most > bound) {
      throw tooLong(means);
    }
    ChunkFiller filler = new ChunkFiller(reserve(ChunkPool.chunksFor(most + 1), means));
    boolean complete = false;
    try (InputStream in = tail.openStream()) {
      byte[] block = new byte[ChunkPool.CHUNK_SIZE];
      long room = most + 1;
      int count = 0;
      while (room > 0 && (count = in.read(block, 0, (int) Math.min(room, block.length))) >= 0) {
        filler.put(ByteBuffer.wrap(block, 0, count));
        room -= count;
      }
      if (tail.size() < 0 && filler.length() > most) {
        throw tooLong(means);
      } else if (tail.size() >= 0 && filler.length() != most) {
        throw new BodyLengthException(
            "a stream has another length than %d bytes".formatted(tail.size()));
      }
      complete = true;
      return filler.finish();
    } catch (IOException e) {
      throw new TeleportException("the stream that a message ends in could not be read", e);
    } finally {
      if (!complete) {
        filler.abandon();
      }
    }
  }

  private static MessageTooLargeException tooLong(Means means) {
    return new MessageTooLargeException(
        "a stream to an Erlang node is read first where its length is not known, and it has more than %d bytes (maxMessage); say its length, or send a file"
            .formatted(means.most()));
  }

  private static Reservation reserve(int chunks, Means means) {
    CompletableFuture<Reservation> granted = new CompletableFuture<>();
    Reservation asked = means.memory().reserve(chunks, granted::complete);
    boolean has = false;
    try {
      Reservation mine = granted.get(means.timeout().toNanos(), TimeUnit.NANOSECONDS);
      has = true;
      return mine;
    } catch (TimeoutException | ExecutionException e) {
      throw new BackpressureException(
          "no memory to read a stream into within %d ms (sendTimeout): %d KiB are needed, see bufferMemory"
              .formatted(means.timeout().toMillis(), (long) chunks * ChunkPool.CHUNK_SIZE / 1024),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TeleportException("interrupted while waiting for memory", e);
    } finally {
      if (!has) {
        asked.close();
      }
    }
  }

  // ------------------------------------------------------------------ what it costs

  /** Returns how much of the memory for sending it takes: nothing for what is counted elsewhere. */
  long cost() {
    long cost = supply == null ? 0 : Math.min(BodySupply.MOST, list.tailLength());
    for (Segment segment : list.segments()) {
      if (segment instanceof Segment.FileRange) {
        cost += Math.min(OPEN_FILE, segment.length());
      } else if (!(segment instanceof Segment.Chunks)) {
        cost += segment.length();
      }
    }
    return cost;
  }

  /** Gives back what was read, when the message is not sent after all. */
  void giveBack() {
    if (read != null) {
      read.release();
    }
  }
}
