package io.teleport.engine.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who writes to a socket, and when, while the loop is held up. */
@Timeout(60)
class LinkTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch heldUp = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private final Bytes bytes = new Bytes();
  private Loop loop;
  private SocketChannel other;
  private Link link;

  /** To a clock that stands still whatever was written was written a moment ago. */
  @BeforeEach
  void connectAndHoldUpTheLoop() throws Exception {
    loop = new Loop("held up", threads, () -> 0);
    loop.start();
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      link = new Link(SocketChannel.open(server.getLocalAddress()), (closed, reason) -> {});
      other = server.accept();
    }
    link.begin(loop, new Nothing(), bytes);
    loop.execute(
        () -> {
          heldUp.countDown();
          awaitUninterrupted(goesOn);
        });
    assertThat(heldUp.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @AfterEach
  void end() throws Exception {
    goesOn.countDown();
    link.close(null);
    assertThat(loop.close(Duration.ofSeconds(20))).isTrue();
    other.close();
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Byte> received(int count) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(count);
    while (read.hasRemaining()) {
      assertThat(other.read(read)).isPositive();
    }
    return IntStream.range(0, count).mapToObj(read::get).toList();
  }

  @Test
  void onABusySocketAFlushIsLeftToTheLoop() throws Exception {
    bytes.queue.add((byte) 1);
    link.flush();
    assertThat(bytes.queue).isNotEmpty();
    goesOn.countDown();
    assertThat(received(1)).containsExactly((byte) 1);
  }

  @Test
  void whatIsFlushedAtOnceDoesNotWaitForTheLoop() throws Exception {
    for (byte each = 1; each <= 3; each++) {
      bytes.queue.add(each);
      link.flushAtOnce();
      assertThat(bytes.queue).isEmpty();
    }
    assertThat(received(3)).containsExactly((byte) 1, (byte) 2, (byte) 3);
  }

  @Test
  void whatIsFlushedAtOnceStaysBehindWhatTheLoopIsToWrite() throws Exception {
    bytes.queue.add((byte) 1);
    link.flush();
    bytes.queue.add((byte) 2);
    link.flushAtOnce();
    assertThat(bytes.queue).hasSize(2);
    goesOn.countDown();
    assertThat(received(2)).containsExactly((byte) 1, (byte) 2);
  }

  /** Writes single bytes; fails if two threads do so at the same time. */
  private static final class Bytes implements LinkWriter {

    private final Queue<Byte> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean();

    @Override
    public boolean isBrief() {
      return true;
    }

    @Override
    public Progress write(GatheringByteChannel channel) throws IOException {
      assertThat(writing.compareAndSet(false, true)).isTrue();
      for (Byte next = queue.poll(); next != null; next = queue.poll()) {
        assertThat(channel.write(ByteBuffer.wrap(new byte[] {next}))).isOne();
      }
      writing.set(false);
      return Progress.IDLE;
    }

    @Override
    public void abandon() {
      // There is never a part of a message.
    }

    @Override
    public void discard() {
      queue.clear();
    }
  }

  /** Expects nothing. */
  private static final class Nothing implements LinkReader {

    @Override
    public boolean read(ScatteringByteChannel channel) throws IOException {
      return channel.read(ByteBuffer.allocate(1)) >= 0;
    }

    @Override
    public void close() {
      // There is nothing to be given back.
    }
  }
}
