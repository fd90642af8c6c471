package io.teleport.chaos.account;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What one life of a node did, in the order in which it did it. Every entry is handed to the
 * operating system before the node goes on, so that it outlives the node if that is killed. Safe
 * for use by any thread.
 */
public final class Journal implements AutoCloseable {

  private static final int SIZE = 32;
  private static final Map<Integer, Entry.Event> EVENTS =
      Arrays.stream(Entry.Event.values()).collect(Collectors.toMap(Entry.Event::code, e -> e));

  private final FileChannel channel;
  private final AtomicLong end = new AtomicLong();
  private final ThreadLocal<ByteBuffer> buffers =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(SIZE));

  private Journal(FileChannel channel) {
    this.channel = channel;
  }

  /** Begins a journal. */
  public static Journal create(Path file) throws IOException {
    return new Journal(
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /** Writes an entry. */
  public void write(Entry entry) {
    ByteBuffer buffer = buffers.get().clear();
    buffer.putInt(entry.event().code());
    buffer.putInt(entry.value());
    buffer.putLong(entry.id());
    buffer.putInt(entry.key());
    buffer.putInt(entry.number());
    buffer.putLong(entry.at());
    buffer.flip();
    long position = end.getAndAdd(SIZE);
    try {
      while (buffer.hasRemaining()) {
        position += channel.write(buffer, position);
      }
    } catch (IOException e) {
      // An account without this entry would be wrong.
      throw new java.io.UncheckedIOException("cannot write the journal", e);
    }
  }

  /** Reads a journal; places that a killed node had not filled yet are passed over. */
  public static void read(Path file, Consumer<Entry> reader) throws IOException {
    long entries = Files.size(file) / SIZE;
    try (InputStream in = Files.newInputStream(file);
        DataInputStream data = new DataInputStream(new BufferedInputStream(in, 1 << 16))) {
      for (long i = 0; i < entries; i++) {
        int event = data.readInt();
        int value = data.readInt();
        long id = data.readLong();
        int key = data.readInt();
        int number = data.readInt();
        long at = data.readLong();
        if (event != 0) {
          reader.accept(new Entry(EVENTS.get(event), id, value, key, number, at));
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
