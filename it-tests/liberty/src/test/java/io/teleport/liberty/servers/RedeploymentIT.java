package io.teleport.liberty.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.server.ApplicationClient;
import io.teleport.server.LibertyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Adapter and application come and go while the server runs. */
class RedeploymentIT {

  private static final int TIMES = 10;
  private static final String ADAPTER = "io.teleport.adapter.ra.TeleportResourceAdapter";
  private static final String APPLICATION = "io.teleport.demo.EchoBean";

  /** What the server itself may hold for other reasons: its HTTP buffers. */
  private static final long SLACK = 1 << 20;

  /**
   * JDK 17 itself holds on to the class loader of the last record whose {@code equals} was linked
   * (JDK-8078641, mended in JDK 18): one at any time, however many come and go.
   */
  private static final long HELD_BY_JDK = Runtime.version().feature() < 18 ? 1 : 0;

  /** A class loader that is only softly reachable goes at the next collection. */
  private static final String JVM = "-XX:SoftRefLRUPolicyMSPerMB=0";

  @Test
  void tenRedeploymentsLeaveNoThreadNoClassLoaderAndNoDirectMemoryBehind() throws Exception {
    try (TestServers servers = TestServers.create("redeployment")) {
      LibertyServer server = servers.alpha();
      ServerJvm.prepare(server);
      server.start(JVM);
      server.awaitApplication();
      ServerLog log = new ServerLog(server);
      Path configuration = server.directory().resolve("server.xml");
      Path application = server.directory().resolve("dropins").resolve("teleport-demo.war");
      Path setAside = server.directory().resolve("teleport-demo.war");
      String with = Files.readString(configuration);
      String without =
          with.replaceAll("(?s)<resourceAdapter .*?</resourceAdapter>", "")
              .replaceAll("(?s)<connectionFactory .*?</connectionFactory>", "")
              .replaceAll("(?s)<activationSpec .*?</activationSpec>", "");

      try (ServerJvm jvm = ServerJvm.connect(server)) {
        long directAtFirst = Long.MAX_VALUE;
        for (int i = 1; i <= TIMES; i++) {
          use(server);
          Files.move(application, setAside, StandardCopyOption.ATOMIC_MOVE);
          // CWWKZ0009I: the application has stopped.
          log.await("CWWKZ0009I", i);
          Files.writeString(configuration, without);
          // J2CA7009I: the adapter is uninstalled.
          log.await("J2CA7009I", i);
          // And that its node has stopped, which the server does not wait for.
          log.await("TLP2002", i);
          if (i == 1) {
            directAtFirst = jvm.directMemory();
          }
          if (i < TIMES) {
            Files.writeString(configuration, with);
            log.await("TLP2001", i + 1);
            Files.move(setAside, application, StandardCopyOption.ATOMIC_MOVE);
            log.await("CWWKZ0001I", i + 1);
            server.awaitApplication();
          }
        }

        jvm.awaitNoThreadInTeleport();
        assertThat(jvm.loadersOf(ADAPTER))
            .as("class loaders of the adapter")
            .isLessThanOrEqualTo(HELD_BY_JDK);
        assertThat(jvm.loadersOf(APPLICATION))
            .as("class loaders of the application")
            .isLessThanOrEqualTo(HELD_BY_JDK);
        assertThat(jvm.directMemory()).isLessThanOrEqualTo(directAtFirst + SLACK);
      }
      server.stop();
      assertThat(log.count("CWWKE1102W") + log.count("CWWKE1107W")).isZero();
    }
  }

  /** Small calls and a message large enough to take pooled memory, to the node itself. */
  private static void use(LibertyServer server) throws Exception {
    ApplicationClient client = server.client();
    client.post("/calls", Map.of("node", server.node().name(), "count", "100", "size", "100000"));
  }
}
