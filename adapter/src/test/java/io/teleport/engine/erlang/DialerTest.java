package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.NodeName;
import io.teleport.engine.etf.DecodeLimits;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Loop;
import io.teleport.engine.observe.Counters;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Attempts to reach Erlang nodes. */
class DialerTest {

  private static final NodeName SELF = NodeName.of("app@127.0.0.1");
  private static final NodeName OTHER = NodeName.of("other@127.0.0.1");
  private static final InetSocketAddress ANYWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static ErlangSettings settings() {
    return new ErlangSettings(
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
        false,
        2,
        0,
        ErlangPorts.NONE,
        null,
        Map.of());
  }

  @Test
  void aNodeThatStopsConnectsToNobodyAndSaysSoAtOnce() throws Exception {
    Loop loop = new Loop("test", Runnable::run, System::nanoTime);
    ErlangSurroundings surroundings =
        new ErlangSurroundings(
            settings(),
            loop,
            null,
            new ChunkPool(1 << 20, true),
            new TermDecoder(DecodeLimits.DEFAULT),
            new TermEncoder(),
            null,
            new Counters(),
            new SecureRandom());
    Connections connections = new Connections(surroundings, gone -> {});
    Dialer dialer = new Dialer(surroundings, connections);
    connections.refuseNew();
    CompletableFuture<DistributionConnection> wanted = new CompletableFuture<>();
    dialer.dial(OTHER, ANYWHERE, wanted);
    assertThat(wanted).isCompletedExceptionally();
    assertThat(loop.close(Duration.ZERO)).isTrue();
  }
}
