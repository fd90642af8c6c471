package io.teleport.chaos.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.observe.Levels;
import io.teleport.engine.observe.Levels.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counts as left behind by a node of the chaos run. */
class LeaksTest {

  private static final int OTHERS = 2;
  private static final int NAMES = 2;

  private final Levels levels = new Levels();
  private Leaks leaks;
  private ByteBuffer heldDirect;
  private byte[] heldHeap;

  @BeforeEach
  void begin() throws Exception {
    Footprint.warmUp();
    leaks = new Leaks(Footprint.afterCollection(), Duration.ofMillis(300));
  }

  private Map<String, Long> atRest() throws InterruptedException {
    return leaks.atRest(() -> levels, OTHERS, NAMES);
  }

  @Test
  void whatANodeKeepsForItsPeersIsNone() throws Exception {
    levels.add(Level.PEERS, 2);
    levels.add(Level.ASSOCIATIONS, 2);
    levels.add(Level.POOLS, 4);
    levels.add(Level.CREDIT_ACCOUNTS, 8);
    levels.add(Level.DESTINATIONS, 2);
    levels.add(Level.CHUNK_BYTES, 1 << 20);
    assertThat(atRest()).isEmpty();
  }

  @Test
  void eachLevelOfMessagesIsOne() throws Exception {
    levels.add(Level.UNCONFIRMED, 1);
    levels.add(Level.REMEMBERED, 2);
    levels.add(Level.PENDING_CALLS, 3);
    levels.add(Level.CREDIT_ACCOUNTS, 9);
    assertThat(atRest())
        .isEqualTo(
            Map.of(
                "rest_unconfirmed", 1L,
                "rest_remembered", 2L,
                "rest_pending_calls", 3L,
                "rest_credit_accounts", 1L));
  }

  @Test
  void aSocketThatBelongsToNoPoolIsOne() throws Exception {
    try (ServerSocketChannel first = listener();
        ServerSocketChannel second = listener()) {
      assertThat(first.isOpen() && second.isOpen()).isTrue();
      assertThat(atRest()).containsEntry("rest_sockets", 1L);
      assertThat(leaks.afterStop()).containsEntry("after_sockets", 2L);
    }
    assertThat(leaks.afterStop()).isEmpty();
  }

  private static ServerSocketChannel listener() throws java.io.IOException {
    return ServerSocketChannel.open()
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @Test
  void aThreadThatGoesOnIsOne() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    assertThat(leaks.afterStop()).containsEntry("after_threads", 1L);
    end.countDown();
    thread.join();
    assertThat(leaks.afterStop()).isEmpty();
  }

  @Test
  void directMemoryAndHeapThatSomebodyHoldsAreOne() throws Exception {
    heldDirect = ByteBuffer.allocateDirect(3 << 20);
    heldHeap = new byte[40 << 20];
    assertThat(heldDirect.capacity()).isLessThan(heldHeap.length);
    assertThat(leaks.afterStop()).containsOnlyKeys("after_direct_bytes", "after_heap_bytes");
    heldDirect = null;
    heldHeap = null;
    assertThat(leaks.afterStop()).isEmpty();
  }

  @Test
  void aSelectorThatIsOpenIsOne() throws Exception {
    try (Selector selector = Selector.open()) {
      assertThat(selector.isOpen()).isTrue();
      assertThat(leaks.afterStop()).containsKey("after_selectors");
    }
    assertThat(leaks.afterStop()).isEmpty();
  }
}
