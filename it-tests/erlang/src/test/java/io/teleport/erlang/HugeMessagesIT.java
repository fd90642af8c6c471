package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Half a gigabyte from Erlang, to Erlang and through, with a JVM of 256 MB; small calls are
 * answered meanwhile, and ticks keep the connection, which has a tick time of four seconds.
 */
@RequiresErlang
@Timeout(120)
class HugeMessagesIT {

  private static final int HUGE = 500_000_000;
  private static final String COUNTED = "[" + HUGE + "," + 7L * HUGE + "]";
  private static final Pattern DURING = Pattern.compile("\\{(.*),(\\d+)}");

  @RegisterExtension static final Cluster cluster = new Cluster();

  private static PeerNode erlang;
  private SmallJvm small;

  @BeforeAll
  static void startErlang() throws IOException, InterruptedException {
    erlang = cluster.startErlangForAll("erl@127.0.0.1", "-kernel", "net_ticktime", "4");
    erlang.eval("teleport_peer:server(server)");
  }

  private void start(boolean teleportSockets) throws IOException {
    small = SmallJvm.start(cluster.epmd(), "small@127.0.0.1", teleportSockets);
    erlang.eval("gen_server:call({echo, 'small@127.0.0.1'}, warm)");
  }

  @AfterEach
  void stop() {
    small.close();
    JavaNodes.await("it is gone", () -> erlang.eval("nodes(hidden)").equals("[]"));
  }

  /** Evaluates an expression with a huge binary {@code B}, while small calls are answered. */
  private static String during(String expression) {
    String result =
        erlang.eval(
            "B = binary:copy(<<7>>, %d), teleport_peer:during('small@127.0.0.1', fun() -> %s end)"
                .formatted(HUGE, expression));
    Matcher matcher = DURING.matcher(result);
    assertThat(matcher.matches()).as(result).isTrue();
    assertThat(Integer.parseInt(matcher.group(2))).as("small calls meanwhile").isPositive();
    assertThat(erlang.eval("nodes(hidden)")).isEqualTo("['small@127.0.0.1']");
    return matcher.group(1);
  }

  @Test
  void aBinaryIsReadWhileItArrives() throws IOException {
    start(false);
    assertThat(during("gen_server:call({count, 'small@127.0.0.1'}, B, 60000)")).isEqualTo(COUNTED);
  }

  @Test
  void aTupleThatEndsInABinaryIsReadWhileItArrives() throws IOException {
    start(false);
    assertThat(during("gen_server:call({count, 'small@127.0.0.1'}, {file, [\"name\"], B}, 60000)"))
        .isEqualTo(COUNTED);
  }

  @Test
  void whatDoesNotEndInABinaryIsLeftOutAndItsCallerIsToldWhy() throws IOException {
    start(false);
    assertThat(
            during(
                "try gen_server:call({count, 'small@127.0.0.1'}, {B, last}, 60000)"
                    + " catch exit:{{undelivered, Why}, _} -> Why end"))
        .contains("maxMessage");
  }

  @Test
  void aStreamGoesToErlang() throws IOException {
    start(false);
    assertThat(
            during(
                "gen_server:call({feed, 'small@127.0.0.1'}, {server, node(), %d}, 60000)"
                    .formatted(HUGE)))
        .isEqualTo("" + HUGE);
  }

  @Test
  void whatArrivesIsPassedOnWhileItArrives() throws IOException {
    start(false);
    assertThat(during("gen_server:call({pass, 'small@127.0.0.1'}, {size, B}, 60000)"))
        .isEqualTo("" + HUGE);
  }

  @Test
  void byATeleportSocketABinaryIsReadWhileItArrives() throws IOException {
    start(true);
    assertThat(
            during(
                "M = make_ref(),"
                    + " teleport_peer:teleport(count, 'small@127.0.0.1',"
                    + " {'$gen_call', {self(), M}, B}),"
                    + " receive {M, R} -> R after 60000 -> nothing end"))
        .isEqualTo(COUNTED);
  }

  @Test
  void aStreamGoesToErlangByATeleportSocket() throws IOException {
    erlang.eval("teleport_listen_server:start()");
    try {
      start(true);
      assertThat(
              during(
                  "gen_server:call({feed, 'small@127.0.0.1'}, {server, node(), %d}, 60000)"
                      .formatted(HUGE)))
          .isEqualTo("" + HUGE);
      assertThat(erlang.eval("teleport_listen_server:received()")).isEqualTo("1");
    } finally {
      erlang.eval("teleport_listen_server:stop()");
    }
  }
}
