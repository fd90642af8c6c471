package io.teleport.adapter.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server configuration that users copy, beside the settings that there are. */
class ServerConfigurationTest {

  /** Those that a server has of its own accord, so that it works without being told anything. */
  private static final Set<Setting> WITH_OTHER_DEFAULTS =
      Set.of(Setting.NODE_NAME, Setting.BIND_ADDRESS);

  private static String configuration;

  @BeforeAll
  static void read() throws IOException {
    configuration = Files.readString(Path.of("..", "liberty-config", "server.xml"));
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void eachSettingIsTakenFromTheVariableOfItsNameWhichHasItsDefault(Setting setting) {
    String name = setting.key();
    assertThat(configuration)
        .containsOnlyOnce("        %s=\"${teleport.%s}\"".formatted(name, name));
    String variable = "<variable name=\"teleport.%s\" defaultValue=\"".formatted(name);
    assertThat(configuration)
        .containsOnlyOnce(
            WITH_OTHER_DEFAULTS.contains(setting)
                ? variable
                : variable + setting.defaultText() + "\"/>");
  }

  @Test
  void theServerHasThreadsForAllListenersAndLoopsFromTheBegin() {
    String delivery = "teleport.%s".formatted(Setting.DELIVERY_THREADS.key());
    assertThat(configuration)
        .containsOnlyOnce("  <executor coreThreads=\"${%s+16}\"/>".formatted(delivery));
  }
}
