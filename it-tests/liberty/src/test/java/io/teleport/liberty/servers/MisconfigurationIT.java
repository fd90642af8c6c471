package io.teleport.liberty.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.server.LibertyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Mistakes in the server's configuration, and what the server says about them. */
class MisconfigurationIT {

  @Test
  void aValueOutOfRangeIsRefusedNamingThePropertyTheValueAndWhatIsAllowed() throws Exception {
    try (TestServers servers = TestServers.create("wrong-value")) {
      LibertyServer server = servers.alpha();
      Files.writeString(
          server.directory().resolve("variables").resolve("teleport.bulkSockets"), "65");
      server.start("");
      ServerLog log = new ServerLog(server);
      log.await("bulkSockets", 1);
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.contains("bulkSockets") && line.contains("65") && line.contains("0 to 64"));
      server.stop();
    }
  }

  @Test
  void anApplicationThatInjectsAFactoryWhichIsNotConfiguredIsRefusedAndTold() throws Exception {
    try (TestServers servers = TestServers.create("no-factory")) {
      LibertyServer server = servers.alpha();
      Path xml = server.directory().resolve("server.xml");
      String config = Files.readString(xml);
      String without = config.replaceAll("(?s)<connectionFactory .*?</connectionFactory>", "");
      assertThat(without).hasSizeLessThan(config.length());
      Files.writeString(xml, without);
      server.start("");
      ServerLog log = new ServerLog(server);
      // CWWKZ0002E: an application cannot be started.
      log.await("CWWKZ0002E", 1);
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.contains("eis/teleport") && line.contains("<connectionFactory jndiName="));
      assertThat(log.count("CWWKZ0001I")).isZero();
      server.stop();
    }
  }
}
