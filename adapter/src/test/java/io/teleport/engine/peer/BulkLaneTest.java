package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.BodyLengthException;
import io.teleport.TeleportException;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.OpenFlags;
import io.teleport.engine.net.ChunkFiller;
import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Link;
import io.teleport.engine.net.LinkWriter.Progress;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.Segment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/**
 * Large messages from segments of all kinds, in fragments, as far as they are allowed, through
 * sockets that take and give a few bytes at a time.
 */
class BulkLaneTest {

  private static final Destination ORDERS = new Destination.Name("orders");
  private static final byte[] NOTHING = new byte[0];

  private final ChunkPool pool = new ChunkPool(64L << 20, true);
  private final Pool sockets = new RecordingPool();
  private final SendBudget budget = new SendBudget(Long.MAX_VALUE);
  private boolean isConfirmed = true;
  private Path file;
  private byte[] fileContent;
  private Link idle;

  @BeforeProperty
  void makeAFileAndALinkThatDoesNothing() throws IOException {
    fileContent = new byte[300_000];
    new Random(1).nextBytes(fileContent);
    file = Files.write(Files.createTempFile("teleport", "bulk"), fileContent);
    // The test calls the writer itself; a flush only queues a task on a loop that never runs.
    try (ServerSocketChannel server =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      idle = new Link(SocketChannel.open(server.getLocalAddress()), (link, reason) -> {});
    }
    idle.begin(new Loop("idle", task -> {}, System::nanoTime), null, new BulkWriter(1));
  }

  @AfterProperty
  void removeTheFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void whatIsSentIsReceived(
      @ForAll @IntRange(min = 1, max = 5) int messages,
      @ForAll @IntRange(min = 1, max = 200_000) int fragment,
      @ForAll @IntRange(min = 100, max = 100_000) int most,
      @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    BulkWriter writer = new BulkWriter(Math.max(fragment, 64));
    writer.attachTo(idle);
    ThrottledChannel channel = new ThrottledChannel(seed, most);
    Map<Long, byte[]> expected = new HashMap<>();
    Map<Long, WholeReceive> receives = new HashMap<>();
    Map<Long, byte[]> received = new HashMap<>();
    List<BulkSend> sends = new ArrayList<>();
    for (long number = 1; number <= messages; number++) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      int skip = random.nextInt(100);
      BulkSend send = send(random, skip, content);
      send.number(number);
      send.go();
      sends.add(send);
      byte[] bytes = content.toByteArray();
      expected.put(number, bytes);
      long mine = number;
      WholeReceive receive =
          new WholeReceive(
              bytes.length, Long.MAX_VALUE, progress -> {}, null, m -> received.put(mine, take(m)));
      receive.begin(pool, false);
      receives.put(number, receive);
    }

    while (sends.stream().anyMatch(send -> !isWritten(send))) {
      for (BulkSend send : sends) {
        if (random.nextInt(3) == 0) {
          int length = expected.get(send.number()).length;
          allow(send, random.nextInt(4) == 0 ? length : random.nextInt(length + 1), writer);
        }
      }
      writer.write(channel);
    }
    while (writer.write(channel) != Progress.IDLE) {
      assertThat(writer.load()).isPositive();
    }
    assertThat(writer.load()).isZero();
    assertThat(budget.used()).as("nothing is confirmed").isPositive();
    sends.forEach(BulkSend::confirmed);
    assertThat(budget.used()).isZero();

    BulkReader reader =
        new BulkReader(
            200_000,
            receives::get,
            (number, receive) -> {
              receive.end();
              receives.remove(number);
            },
            frame -> {
              throw new AssertionError(frame.toString());
            });
    channel.toRead(channel.written());
    while (!channel.isAllRead() || !receives.isEmpty()) {
      assertThat(reader.read(channel)).isTrue();
    }
    assertThat(received.keySet()).isEqualTo(expected.keySet());
    expected.forEach((number, bytes) -> assertThat(received.get(number)).isEqualTo(bytes));
    assertThat(pool.chunksCommitted()).isZero();
  }

  @Example
  void largeMessagesShareASocketInTurnsOfFourMebibytes() throws Exception {
    int size = 12 << 20;
    int turn = 4 << 20;
    BulkWriter writer = new BulkWriter(1 << 20);
    writer.attachTo(idle);
    ThrottledChannel channel = new ThrottledChannel(1, 64 << 20);
    List<BulkSend> sends = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      Segment body = new Segment.Buffer(ByteBuffer.allocateDirect(size));
      GatherList list = new GatherList(List.of(body), 0, size, 0, null);
      BulkSend send = send(list, 0, size, failure -> {});
      send.number(number);
      send.go();
      allow(send, size, writer);
      sends.add(send);
    }
    while (writer.write(channel) != Progress.IDLE) {
      long most = sends.stream().mapToLong(BulkSend::ready).max().orElseThrow();
      long least = sends.stream().mapToLong(BulkSend::ready).min().orElseThrow();
      assertThat(most - least).as("how far one is ahead of another").isLessThanOrEqualTo(turn);
    }
    assertThat(sends).allMatch(BulkLaneTest::isWritten);
    sends.forEach(BulkSend::confirmed);
    assertThat(budget.used()).isZero();
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void whatIsSentOnceTakesNoMemoryWhenItIsWritten(
      @ForAll boolean isSentAgain,
      @ForAll @IntRange(min = 5_000, max = 50_000) int most,
      @ForAll long seed)
      throws Exception {
    isConfirmed = isSentAgain;
    BulkWriter writer = new BulkWriter(64 << 10);
    writer.attachTo(idle);
    ThrottledChannel channel = new ThrottledChannel(seed, most);
    BulkSend send = send(new Random(seed), 0, new ByteArrayOutputStream());
    long charged = budget.used();
    send.number(1);
    send.go();
    allow(send, Long.MAX_VALUE, writer);
    while (!isWritten(send)) {
      assertThat(budget.used()).isEqualTo(charged);
      writer.write(channel);
    }
    while (writer.write(channel) != Progress.IDLE) {
      assertThat(writer.load()).isNotNegative();
    }
    assertThat(budget.used()).isEqualTo(isSentAgain ? charged : 0);
    send.allow(sockets, 100, Long.MAX_VALUE, () -> writer);
    if (!isSentAgain) {
      assertThat(pool.chunksCommitted()).isZero();
    }

    send.confirmed();
    assertThat(budget.used()).isZero();
    assertThat(pool.chunksCommitted()).isZero();
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void aFileThatIsTooShortHarmsNoOtherMessage(
      @ForAll @IntRange(min = 64, max = 200_000) int fragment,
      @ForAll @IntRange(min = 100, max = 100_000) int most,
      @ForAll @IntRange(min = 1, max = 300_000) int missing,
      @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    BulkWriter writer = new BulkWriter(fragment);
    writer.attachTo(idle);
    ThrottledChannel channel = new ThrottledChannel(seed, most);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    List<TeleportException> faults = new ArrayList<>();
    int length = fileContent.length + missing;
    FileChannel tooShort = FileChannel.open(file, StandardOpenOption.READ);
    List<Segment> segments = List.of(heap(random, 10), new Segment.FileRange(tooShort, 0, length));
    BulkSend broken =
        send(new GatherList(segments, 0, 10L + length, 0, null), 0, 10 + length, faults::add);
    List<BulkSend> sends = List.of(send(random, 0, content), broken);
    for (int i = 0; i < 2; i++) {
      sends.get(i).number(1 + i);
      sends.get(i).go();
      allow(sends.get(i), Long.MAX_VALUE, writer);
    }
    while (writer.load() > 0 || writer.write(channel) != Progress.IDLE) {
      writer.write(channel);
    }

    assertThat(faults).hasSize(1).first().isInstanceOf(BodyLengthException.class);
    sends.get(0).confirmed();
    assertThat(tooShort.isOpen()).isFalse();
    assertThat(budget.used()).isZero();
    List<byte[]> received = new ArrayList<>();
    WholeReceive whole =
        new WholeReceive(
            content.size(), Long.MAX_VALUE, progress -> {}, null, m -> received.add(take(m)));
    whole.begin(pool, false);
    WholeReceive never =
        new WholeReceive(
            10L + length, Long.MAX_VALUE, progress -> {}, null, m -> received.add(take(m)));
    never.begin(pool, false);
    Map<Long, BulkReceive> receives = Map.of(1L, whole, 2L, never);
    BulkReader reader =
        new BulkReader(200_000, receives::get, (number, receive) -> receive.end(), frame -> {});
    channel.toRead(channel.written());
    while (!channel.isAllRead()) {
      assertThat(reader.read(channel)).isTrue();
    }
    assertThat(received).containsExactly(content.toByteArray());
    never.fail("taken back");
    assertThat(pool.chunksCommitted()).isZero();
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void whatIsCancelledAtAnyMomentIsReleased(
      @ForAll @IntRange(min = 1, max = 50_000) int most, @ForAll long seed) throws Exception {
    Random random = new Random(seed);
    BulkWriter writer = new BulkWriter(64 << 10);
    writer.attachTo(idle);
    ThrottledChannel channel = new ThrottledChannel(seed, most);
    List<BulkSend> sends = new ArrayList<>();
    for (long number = 1; number <= 4; number++) {
      isConfirmed = random.nextBoolean();
      BulkSend send = send(random, 0, new ByteArrayOutputStream());
      send.number(number);
      send.go();
      sends.add(send);
      if (random.nextBoolean()) {
        allow(send, random.nextInt(200_000), writer);
      }
    }
    for (BulkSend send : sends) {
      for (int i = random.nextInt(20); i > 0; i--) {
        writer.write(channel);
      }
      if (random.nextBoolean()) {
        send.end();
      } else {
        send.lost("cut");
      }
    }
    if (random.nextBoolean()) {
      while (writer.write(channel) != Progress.IDLE) {
        assertThat(writer.load()).isNotNegative();
      }
    } else {
      writer.abandon();
      writer.discard();
    }
    assertThat(writer.load()).isZero();
    assertThat(budget.used()).isZero();
    assertThat(pool.chunksCommitted()).isZero();
  }

  /**
   * Makes a message of random segments; what it sends after the part that is skipped is added to
   * the content.
   */
  private BulkSend send(Random random, int skip, ByteArrayOutputStream content) throws Exception {
    List<Segment> segments = new ArrayList<>();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    add(segments, all, heap(random, skip + 1 + random.nextInt(100)));
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      switch (random.nextInt(4)) {
        case 0 -> add(segments, all, heap(random, 1 + random.nextInt(400_000)));
        case 1 -> add(segments, all, buffer(random));
        case 2 -> add(segments, all, chunks(random));
        default -> add(segments, all, fileRange(random));
      }
    }
    byte[] bytes = all.toByteArray();
    content.write(bytes, skip, bytes.length - skip);
    return send(
        new GatherList(segments, 0, bytes.length, 0, null), skip, bytes.length, fault -> {});
  }

  private BulkSend send(
      GatherList list, int skip, int length, Consumer<TeleportException> unreadable)
      throws InterruptedException {
    byte[] announcement =
        FrameEncoder.open(
            MessageKind.SEND, 0, ORDERS, -1, length, 0, OpenFlags.NONE, ByteBuffer.wrap(NOTHING));
    SendBudget.Share share = budget.share();
    assertThat(share.acquire(length, 0)).isTrue();
    return new BulkSend(
        announcement,
        ORDERS,
        sent -> {},
        new BulkContent(list, skip),
        share,
        length,
        Long.MAX_VALUE,
        new Told(),
        isConfirmed,
        unreadable);
  }

  /** Announces it on a pool that does nothing, and allows it there. */
  private void allow(BulkSend send, long upTo, BulkWriter writer) {
    send.announceOn(() -> sockets);
    send.allow(sockets, 0, upTo, () -> writer);
  }

  private static boolean isWritten(BulkSend send) {
    return send.isLast(0) && !send.hasWork();
  }

  private static void add(List<Segment> segments, ByteArrayOutputStream all, Segment segment) {
    ByteBuffer copy = ByteBuffer.allocate((int) segment.length());
    SegmentCopy.copy(segment, copy);
    all.writeBytes(copy.array());
    segments.add(segment);
  }

  private static Segment heap(Random random, int count) {
    byte[] bytes = new byte[count + 10];
    random.nextBytes(bytes);
    return new Segment.Heap(bytes, 7, count);
  }

  private static Segment buffer(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(300_000)];
    random.nextBytes(bytes);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 5).position(5);
    return new Segment.Buffer(direct.put(bytes).position(5));
  }

  private Segment chunks(Random random) {
    byte[] bytes = new byte[10 + random.nextInt(150_000)];
    random.nextBytes(bytes);
    ChunkFiller filler = new ChunkFiller(pool.tryReserve(ChunkPool.chunksFor(bytes.length)));
    filler.put(ByteBuffer.wrap(bytes));
    int offset = random.nextInt(9);
    return new Segment.Chunks(filler.finish(), offset, bytes.length - offset);
  }

  private Segment fileRange(Random random) throws IOException {
    int offset = random.nextInt(100_000);
    int length = 1 + random.nextInt(fileContent.length - offset);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    return new Segment.FileRange(channel, offset, length);
  }

  private static byte[] take(ChunkList memory) {
    ByteBuffer bytes = ByteBuffer.allocate((int) memory.length());
    while (bytes.hasRemaining()) {
      bytes.put(memory.view(bytes.position(), bytes.remaining()));
    }
    memory.release();
    return bytes.array();
  }
}
