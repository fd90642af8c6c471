package io.teleport.adapter.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.NodeName;
import io.teleport.engine.node.ErlangOptions;
import io.teleport.engine.node.InvalidSettingException;
import io.teleport.engine.node.NodeSettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterSettingsTest {

  private static final String COOKIE = "correct-horse-battery";

  private final Map<Setting, String> configured = new EnumMap<>(Setting.class);
  private final Map<String, String> overriding = new HashMap<>();

  private AdapterSettings read() {
    return AdapterSettings.read(
        configured,
        new Overrides() {
          @Override
          public Optional<String> find(String name) {
            return Optional.ofNullable(overriding.get(name));
          }

          @Override
          public Set<String> names() {
            return overriding.keySet();
          }
        });
  }

  @Test
  void theDefaultsAreThoseOfTheEngine() {
    configured.put(Setting.NODE_NAME, "a@h");
    configured.put(Setting.COOKIE, COOKIE);
    assertThat(read().node()).isEqualTo(NodeSettings.builder(NodeName.of("a@h"), COOKIE).build());
  }

  @Test
  void aNodeWithoutANameIsCalledTeleportAtTheLocalHost() {
    configured.put(Setting.COOKIE, COOKIE);
    assertThat(read().node().name().alive()).isEqualTo("teleport");
  }

  @Test
  void microProfileConfigWinsOverAConfigProperty() {
    configured.put(Setting.COOKIE, COOKIE);
    configured.put(Setting.SEND_TIMEOUT, "7s");
    configured.put(Setting.SEND_QUEUE, "1MiB");
    overriding.put("teleport.sendTimeout", "500ms");
    AdapterSettings settings = read();
    assertThat(settings.node().sendTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.node().sendQueue()).isEqualTo(1 << 20);
  }

  @Test
  void aNodeIsAMemberOfAnErlangClusterIfItIsToldTo() {
    configured.put(Setting.COOKIE, COOKIE);
    assertThat(read().node().erlang()).isEqualTo(ErlangOptions.OFF);
    configured.put(Setting.ERLANG, "TRUE");
    configured.put(Setting.ERLANG_COOKIE, "another secret");
    configured.put(Setting.EPMD_PORT, "4370");
    configured.put(Setting.ERLANG_PORT, "9100");
    configured.put(Setting.ERLANG_TICK_TIME, "15s");
    configured.put(Setting.TELEPORT_SOCKETS, "true");
    assertThat(read().node().erlang())
        .isEqualTo(
            new ErlangOptions(
                true, "another secret", "127.0.0.1", 4370, 9100, Duration.ofSeconds(15), true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nodeName | no-at-sign | alive@host",
        "bindAddress | '' | IP address",
        "bindAddress | no.such.host.invalid | IP address",
        "port | x | whole number",
        "port | 65536 | 0 to 65535",
        "port | -1 | 0 to 65535",
        "cookie | '' | bindAddress",
        "cookie | changeme | bindAddress",
        "cookie | ${teleport.cookie} | variable",
        "peers | beta | node=host:port",
        "defaultPeerPort | 0 | 1 to 65535",
        "bulkLoops | -1 | 0 to 64",
        "bulkSockets | 65 | 0 to 64",
        "smallMessage | 2MiB | 1024 to 1048576",
        "fragmentSize | 1KiB | 65536 to 16777216",
        "maxMessage | 1TiB | to",
        "maxTerms | 10 | 1000 to 500000000",
        "bufferMemory | 1MiB | 8388608 to",
        "receiveWindow | 1KiB | to",
        "sendQueue | 12 apples | 64MiB",
        "sendTimeout | 5 | 500ms",
        "connectTimeout | 0s | 10ms to 3600s",
        "reconnectDelayMax | 2h | 10ms to 3600s",
        "tickInterval | soon | 500ms",
        "peerTimeout | 1s | 10s to",
        "shutdownTimeout | 10m | 0s to 300s",
        "deliveryThreads | 0 | 1 to 1024",
        "redeployGrace | 61m | 0s to 1h",
        "erlang | perhaps | true or false",
        "erlangCookie | ${teleport.erlangCookie} | variable",
        "epmdPort | 0 | 1 to 65535",
        "erlangPort | 65536 | 0 to 65535",
        "erlangTickTime | 1ms | 40ms to 3600s",
        "teleportSockets | 1 | true or false"
      })
  void aWrongValueIsRefusedByNameWithItsValueAndWhatIsAllowed(
      String name, String value, String allowed) {
    configured.put(Setting.COOKIE, COOKIE);
    configured.put(Setting.ofKey(name).orElseThrow(), value);
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("'" + name + "'")
        .hasMessageContaining(allowed);
  }

  @Test
  void aSecretIsNotPrinted() {
    configured.put(Setting.COOKIE, "hush");
    assertThatThrownBy(this::read).hasMessageNotContaining("hush");
    configured.put(Setting.COOKIE, COOKIE);
    assertThat(read().toString()).doesNotContain(COOKIE);
  }

  @Test
  void onLoopbackANodeNeedsNoCookie() {
    configured.put(Setting.BIND_ADDRESS, "127.0.0.1");
    assertThat(read().node().cookie()).isEmpty();
  }
}
