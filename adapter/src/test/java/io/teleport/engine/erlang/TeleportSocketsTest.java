package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.NodeName;
import io.teleport.engine.etf.DecodeLimits;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Link;
import io.teleport.engine.net.Loop;
import io.teleport.engine.observe.Counters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sockets of the teleport library that cannot be used, and those beside them. */
@Timeout(30)
class TeleportSocketsTest {

  private static final NodeName SELF = NodeName.of("app@127.0.0.1");
  private static final NodeName OTHER = NodeName.of("other@127.0.0.1");
  private static final InetSocketAddress ANYWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ServerSocketChannel server;
  private Loop loop;
  private TeleportSockets sockets;

  @BeforeEach
  void start() throws IOException {
    server = ServerSocketChannel.open().bind(ANYWHERE);
    loop = new Loop("test", threads, System::nanoTime);
    loop.start();
    ErlangSettings settings =
        new ErlangSettings(
            SELF,
            1234,
            "a good cookie",
            ANYWHERE,
            null,
            "",
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            1 << 20,
            Duration.ofSeconds(5),
            64 << 10,
            4 << 20,
            1 << 20,
            DecodeLimits.DEFAULT,
            true,
            2,
            0,
            ErlangPorts.NONE,
            null,
            Map.of());
    ErlangSurroundings surroundings =
        new ErlangSurroundings(
            settings,
            loop,
            null,
            new ChunkPool(1 << 20, true),
            new TermDecoder(DecodeLimits.DEFAULT),
            new TermEncoder(),
            null,
            new Counters(),
            new SecureRandom());
    DistributionConnection node =
        new DistributionConnection(
            surroundings,
            new ErlangPeer(OTHER, DistributionFlags.OURS, 1),
            new Link(SocketChannel.open(), (link, reason) -> {}),
            (connection, reason) -> {});
    sockets = new TeleportSockets(surroundings, address -> node);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    assertThat(loop.close(Duration.ofSeconds(5))).isTrue();
    threads.shutdown();
    assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
  }

  private Socket connect(ByteBuffer read) throws Exception {
    Socket socket = new Socket(server.socket().getInetAddress(), server.socket().getLocalPort());
    socket.setSoTimeout(10_000);
    SocketChannel accepted = server.accept();
    loop.runAndWait(() -> sockets.accept(accepted, read));
    return socket;
  }

  @Test
  void oneThatCannotBeUsedIsClosedAndTheOthersAreWhenTheNodeStops() throws Exception {
    // More than a reader has room for: as good a failure as any other.
    try (Socket broken = connect(ByteBuffer.allocate(1 << 20));
        Socket whole = connect(ByteBuffer.allocate(0))) {
      assertThat(broken.getInputStream().read()).isNegative();
      sockets.close();
      assertThat(whole.getInputStream().read()).isNegative();
    }
  }
}
