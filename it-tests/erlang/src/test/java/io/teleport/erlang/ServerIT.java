package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.node.TlsOptions;
import io.teleport.server.LibertyServer;
import io.teleport.server.LoopbackNode;
import io.teleport.server.ServerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An Open Liberty server with the demonstration's application that is configured to be a node of an
 * Erlang cluster whose connections are encrypted.
 */
@RequiresErlang
class ServerIT {

  private static final String ERLANG = "erl@127.0.0.1";

  /** What {@code gen_server:start(…)} would run, in few words. */
  private static final String ECHO =
      "Loop = fun(L) -> receive {'$gen_call', From, Request} ->"
          + " gen_server:reply(From, Request), L(L) end end,"
          + " register(echo, spawn(fun() -> Loop(Loop) end))";

  @TempDir private static Path directory;
  private static Epmd epmd;
  private static Certificates certificates;
  private static PeerNode erlang;
  private static LibertyServer server;

  @BeforeAll
  static void start() throws Exception {
    epmd = Epmd.start();
    // Java looks for an address among the addresses, Erlang among the names.
    certificates = Certificates.make(directory.resolve("tls"), "ip:127.0.0.1,dns:127.0.0.1");
    erlang = PeerNode.start(epmd, ERLANG, JavaNodes.COOKIE, certificates.arguments());
    erlang.eval(ECHO);
    server =
        LibertyServer.create(
            ServerFiles.unpacked(Path.of(System.getProperty("work.directory"))),
            Path.of(System.getProperty("demo.application")),
            LoopbackNode.onFreePorts(List.of("app")).get(0),
            List.of(),
            JavaNodes.COOKIE);
    set("erlang", "true");
    set("epmdPort", Integer.toString(epmd.address().getPort()));
    set("erlangTls", "true");
    TlsOptions tls = certificates.options();
    set("tlsKeyStore", tls.keyStore());
    set("tlsKeyStorePassword", tls.keyStorePassword());
    set("tlsTrustStore", tls.trustStore());
    set("tlsTrustStorePassword", tls.trustStorePassword());
    server.start("");
    server.awaitApplication();
  }

  private static void set(String setting, String value) throws IOException {
    Files.writeString(
        server.directory().resolve("variables").resolve("teleport." + setting), value);
  }

  @AfterAll
  static void stop() throws Exception {
    try {
      if (server != null) {
        server.stop();
      }
    } finally {
      if (server != null) {
        server.close();
      }
      if (erlang != null) {
        erlang.close();
      }
      epmd.close();
    }
  }

  @Test
  void anErlangProcessCallsABean() {
    assertThat(erlang.eval("gen_server:call({echo, 'app@127.0.0.1'}, {hello, <<\"world\">>})"))
        .isEqualTo("{hello,<<\"world\">>}");
  }

  @Test
  void anErlangProcessSendsABeanMoreThanTheServerHoldsInMemory() {
    assertThat(
            erlang.eval(
                "{files, 'app@127.0.0.1'} ! {file, <<\"large\">>, binary:copy(<<7>>, 40000000)},"
                    + " maps:get(size, gen_server:call({files, 'app@127.0.0.1'},"
                    + " {digest, <<\"large\">>}, 30000))"))
        .isEqualTo("40000000");
  }

  @Test
  void aServletCallsAnErlangServer() throws Exception {
    assertThat(
            server
                .client()
                .post("/calls", Map.of("node", ERLANG, "count", "200", "size", "100000")))
        .containsEntry("count", "200");
  }

  @Test
  void anErlangNodeThatDoesNotEncryptIsRefused() throws Exception {
    try (PeerNode other = PeerNode.start(epmd, "other@127.0.0.1", JavaNodes.COOKIE)) {
      assertThat(other.eval("net_adm:ping('app@127.0.0.1')")).isEqualTo("pang");
    }
    assertThat(Files.readString(server.log())).contains("TLP1426").contains("inet_tls");
  }
}
