package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.OpenFlags;
import io.teleport.engine.interleaving.Interleaving;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Link;
import io.teleport.engine.net.LinkWriter.Progress;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.Segment;
import io.teleport.term.BinaryContent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A thread announces a large message and supplies its bytes, while the pool that carries it is lost
 * and another one takes its place.
 */
public final class LargeMessageMoves {

  private static final Destination TO = new Destination.Name("orders");
  private static final int HEADROOM = 64;
  private static final int ENVELOPE = 10;
  private static final int TAIL = 100;
  private static final long PLENTY = 1 << 20;
  private static final long RECEIVER = 77;

  private final SendBudget budget = new SendBudget(1 << 20);
  private final Departures departures =
      new Departures(null, new OutboundAccounts(budget, 1 << 20, to -> null));
  private final RecordingPool former = new RecordingPool();
  private final RecordingPool present = new RecordingPool();
  private final byte[] announcement =
      FrameEncoder.open(
          MessageKind.SEND,
          0,
          TO,
          -1,
          ENVELOPE,
          BinaryContent.UNKNOWN_SIZE,
          new OpenFlags(false, true),
          ByteBuffer.allocate(0));
  private final BulkSend send =
      new BulkSend(
          announcement,
          TO,
          departures::carry,
          new BulkContent(payload(), HEADROOM),
          budget.share(),
          0,
          PLENTY,
          new Told(),
          true,
          fault -> {});
  private boolean isSupplied;

  /** Plays it: whether it has begun to leave by the first pool, and a schedule. */
  public static final class Play implements BiConsumer<Boolean, List<Integer>> {

    /** Creates it. */
    public Play() {}

    @Override
    public void accept(Boolean isAllowed, List<Integer> schedule) {
      try {
        new LargeMessageMoves().play(isAllowed, schedule);
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static GatherList payload() {
    Segment envelope = new Segment.Heap(new byte[HEADROOM + ENVELOPE], 0, HEADROOM + ENVELOPE);
    BinaryContent tail = new BinaryContent.Heap(new byte[TAIL], 0, TAIL);
    return new GatherList(List.of(envelope), HEADROOM, ENVELOPE, BinaryContent.UNKNOWN_SIZE, tail);
  }

  /** A link that is connected, on a loop that never runs. */
  private static Link link() throws IOException {
    Link link;
    try (ServerSocketChannel server =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      link = new Link(SocketChannel.open(server.getLocalAddress()), (closed, reason) -> {});
    }
    link.begin(new Loop("idle", task -> {}, System::nanoTime), null, new BulkWriter(1));
    return link;
  }

  private void play(boolean isAllowed, List<Integer> schedule)
      throws IOException, InterruptedException {
    try (Sockets lost = new Sockets(former);
        Sockets kept = new Sockets(present)) {
      departures.begin();
      departures.resume(former, RECEIVER);
      if (isAllowed) {
        announce();
        departures.onAllow(former, new Frame.Allow(1, 0, PLENTY));
      }
      Interleaving threads = new Interleaving(schedule);
      threads.add("sender", () -> supply(isAllowed));
      threads.add("loop", () -> move(lost));
      threads.play();
      check(kept);
    }
  }

  private void announce() {
    departures.add(send, announcement);
    send.go();
  }

  private void supply(boolean isAnnounced) throws Exception {
    if (!isAnnounced) {
      announce();
    }
    send.supply(new Segment.Heap(new byte[TAIL], 0, TAIL), PLENTY);
    send.endSupply();
    isSupplied = true;
  }

  private void move(Sockets lost) {
    lost.close();
    departures.detach(former);
    departures.begin();
    departures.resume(present, RECEIVER);
    // The receiver answers when all of this is over.
    Interleaving.await(() -> isSupplied);
    departures.onAllow(present, new Frame.Allow(1, 0, PLENTY));
  }

  private void check(Sockets kept) throws IOException {
    ThrottledChannel channel = new ThrottledChannel(1, 1 << 20);
    while (kept.link.isClosed() || present.writer.write(channel) != Progress.IDLE) {
      assertThat(channel.written()).hasSizeLessThan(10 * TAIL);
    }
    assertThat(send.content().sent()).as("bytes that were sent").isEqualTo(ENVELOPE + TAIL);
    assertThat(present.writer.load()).as("messages that are still to be sent").isZero();
  }

  /** The bulk socket of a pool. */
  private static final class Sockets implements AutoCloseable {
    private final Link link = link();

    Sockets(RecordingPool pool) throws IOException {
      pool.writer = new BulkWriter(1 << 10);
      pool.writer.attachTo(link);
    }

    @Override
    public void close() {
      link.close(null);
    }
  }
}
