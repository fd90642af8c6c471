package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.frame.FragmentLayout;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How a bulk socket is read that has everything ready. */
class BulkReaderTest {

  private static final long NUMBER = 7;
  private static final int PER_VISIT = 4 << 20;

  private final ChunkPool pool = new ChunkPool(16L << 20, true);
  private final List<Frame> frames = new ArrayList<>();
  private final List<ChunkList> complete = new ArrayList<>();
  private final Ready socket = new Ready();
  private final byte[] message = new byte[PER_VISIT];
  private final WholeReceive receive =
      new WholeReceive(message.length, Long.MAX_VALUE, progress -> {}, null, complete::add);
  private final BulkReader reader =
      new BulkReader(
          PER_VISIT,
          number -> number == NUMBER ? receive : null,
          (number, ended) -> ended.end(),
          frames::add);

  BulkReaderTest() {
    new Random(1).nextBytes(message);
    receive.begin(pool, false);
  }

  @Test
  void theHeaderOfAFragmentIsReadWithTheLastBytesOfTheOneBefore() throws Exception {
    int half = message.length / 2;
    socket.add(fragment(0, half, false), fragment(half, half, true));

    assertThat(reader.read(socket)).isTrue();

    assertThat(socket.reads).as("a header, and each of two fragments").isEqualTo(3);
    assertComplete();
  }

  @Test
  void aSocketThatGaveLessThanThereWasRoomForIsNotAskedAgain() throws Exception {
    byte[] all = fragment(0, message.length, true);
    socket.add(Arrays.copyOf(all, all.length / 2));

    assertThat(reader.read(socket)).isTrue();

    assertThat(socket.reads).as("a header, and a part of its fragment").isEqualTo(2);
    socket.add(Arrays.copyOfRange(all, all.length / 2, all.length));
    assertThat(reader.read(socket)).isTrue();
    assertComplete();
  }

  @Test
  void anEmptyFragmentThatIsReadWithTheOneBeforeEndsItsMessageThoughNothingFollows()
      throws Exception {
    socket.add(fragment(0, message.length, false), fragment(message.length, 0, true));

    assertThat(reader.read(socket)).isTrue();

    assertComplete();
  }

  @Test
  void aFrameThatIsReadWithTheEndOfAFragmentIsHandledThoughNothingFollows() throws Exception {
    socket.add(fragment(0, message.length, true), FrameEncoder.tick());

    assertThat(reader.read(socket)).isTrue();

    assertThat(frames).hasSize(1).first().isInstanceOf(Frame.Tick.class);
    assertComplete();
  }

  @Test
  void aFragmentThatNobodyWantsIsSkippedAndTheNextIsRead() throws Exception {
    byte[] unwanted = new byte[FragmentLayout.HEADER + 100_000];
    FragmentLayout.write(ByteBuffer.wrap(unwanted), NUMBER + 1, true, 100_000);
    socket.add(unwanted, FrameEncoder.tick(), fragment(0, message.length, true));

    while (!socket.isEmpty()) {
      assertThat(reader.read(socket)).isTrue();
    }

    assertThat(frames).hasSize(1);
    assertComplete();
  }

  private byte[] fragment(int from, int count, boolean last) {
    ByteBuffer bytes = ByteBuffer.allocate(FragmentLayout.HEADER + count);
    FragmentLayout.write(bytes, NUMBER, last, count);
    return bytes.put(message, from, count).array();
  }

  private void assertComplete() {
    assertThat(complete).hasSize(1);
    ByteBuffer content = ByteBuffer.allocate(message.length);
    while (content.hasRemaining()) {
      content.put(complete.get(0).view(content.position(), content.remaining()));
    }
    assertThat(content.array()).isEqualTo(message);
    complete.get(0).release();
    assertThat(pool.chunksCommitted()).isZero();
  }

  /** Gives at each read as much as there is room for. */
  private static final class Ready implements ScatteringByteChannel {

    private ByteBuffer content = ByteBuffer.allocate(0);
    private int reads;

    void add(byte[]... parts) {
      int size = content.remaining();
      for (byte[] part : parts) {
        size += part.length;
      }
      ByteBuffer all = ByteBuffer.allocate(size).put(content);
      for (byte[] part : parts) {
        all.put(part);
      }
      content = all.flip();
    }

    boolean isEmpty() {
      return !content.hasRemaining();
    }

    @Override
    public int read(ByteBuffer target) {
      return (int) read(new ByteBuffer[] {target}, 0, 1);
    }

    @Override
    public long read(ByteBuffer[] targets) {
      return read(targets, 0, targets.length);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
      reads++;
      long total = 0;
      for (int i = offset; i < offset + length; i++) {
        int count = Math.min(targets[i].remaining(), content.remaining());
        targets[i].put(content.slice(content.position(), count));
        content.position(content.position() + count);
        total += count;
      }
      return total;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // there is nothing to close
    }
  }
}
