package io.teleport.engine.peer;

import io.teleport.engine.net.Link;
import io.teleport.engine.net.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Both sides of one pool between two simulated nodes; what was sent arrives when the test says. */
final class SimulatedWire implements AutoCloseable {

  private final SimulatedPool one;
  private final SimulatedPool two;
  private final Link idle;

  SimulatedWire(SimulatedNode first, SimulatedNode second) throws IOException {
    // Writers want to tell somebody that there is something to write; the test does it by itself.
    try (ServerSocketChannel server =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      idle = new Link(SocketChannel.open(server.getLocalAddress()), (link, reason) -> {});
    }
    idle.begin(new Loop("idle", task -> {}, System::nanoTime), null, new BulkWriter(1));
    one = new SimulatedPool(first, idle, 1);
    two = new SimulatedPool(second, idle, 2);
    SimulatedPool.join(one, two);
    one.publish();
    two.publish();
  }

  /** Lets all frames arrive, but none of the bytes of large messages. */
  void deliverFrames() throws IOException {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (SimulatedPool side : List.of(one, two)) {
        moved |= side.deliverControl();
        moved |= side.deliverSmall();
      }
    }
  }

  /** Lets everything arrive. */
  void deliverAll() throws IOException {
    boolean moved = true;
    while (moved) {
      deliverFrames();
      moved = false;
      for (SimulatedPool side : List.of(one, two)) {
        moved |= side.writeBulk();
      }
      for (SimulatedPool side : List.of(one, two)) {
        moved |= side.readBulk();
      }
    }
  }

  /** Both sides see the end of it; what is under way is lost. */
  void cut() {
    for (SimulatedPool side : List.of(one, two)) {
      side.end(null);
      side.loseWhatIsUnderWay();
      side.settle();
    }
  }

  @Override
  public void close() {
    idle.close(null);
  }
}
