package io.teleport.adapter.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.NodeName;
import io.teleport.engine.erlang.ErlangPorts;
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
import org.junit.jupiter.params.provider.ValueSource;

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
    configured.put(Setting.NODE_NAME, "app@10.0.0.1");
    configured.put(Setting.ERLANG, "TRUE");
    configured.put(Setting.ERLANG_COOKIE, "another secret");
    configured.put(Setting.EPMD_PORT, "4370");
    configured.put(Setting.ERLANG_PORT, "9100");
    configured.put(Setting.ERLANG_TICK_TIME, "15s");
    configured.put(Setting.TELEPORT_SOCKETS, "true");
    configured.put(Setting.ERLANG_PORTS, "erl@10.0.0.2=9001");
    configured.put(Setting.ERLANG_COOKIES, "erl@10.0.0.3=its=secret, erl@10.0.0.4=theirs4444");
    assertThat(read().node().erlang())
        .isEqualTo(
            new ErlangOptions(
                true,
                "another secret",
                "127.0.0.1",
                4370,
                9100,
                Duration.ofSeconds(15),
                true,
                new ErlangPorts(Map.of(NodeName.of("erl@10.0.0.2"), 9001), 0),
                false,
                Map.of(
                    NodeName.of("erl@10.0.0.3"),
                    "its=secret",
                    NodeName.of("erl@10.0.0.4"),
                    "theirs4444")));
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
        "epmdAddress | '' | epmdPort=0",
        "epmdPort | 65536 | 0 to 65535",
        "erlangPort | 65536 | 0 to 65535",
        "erlangTickTime | 1ms | 40ms to 3600s",
        "teleportSockets | 1 | true or false",
        "erlangPorts | erl@host | node=port",
        "erlangPorts | erl@host=0 | 1 to 65535",
        "erlangPorts | erl=9001 | alive@host",
        "erlangPorts | '*=9001,*=9002' | each node once",
        "erlangCookies | erl@host | node=cookie",
        "erlangCookies | erl=abcdefgh | node=cookie",
        "erlangCookies | 'erl@host=abcdefgh,erl@host=ijklmnop' | each node once",
        "erlangCookies | erl@host=abc | 8 characters"
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

  @ParameterizedTest
  @ValueSource(
      strings = {"TopSecret", "erl=TopSecret", "a@b=TopSecret,a@b=TopSecret", "a@b=TopSec"})
  void aSecretIsNotPrinted(String value) {
    configured.put(Setting.COOKIE, COOKIE);
    configured.put(Setting.ERLANG, "true");
    configured.put(Setting.NODE_NAME, "app@10.0.0.1");
    configured.put(Setting.ERLANG_COOKIES, value);
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageNotContaining("TopSec");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app@10.0.0.1 | 4369 | 0 | erl@host=9001 | 'erlangPorts' | long names",
        "app@host | 4369 | 0 | erl@host.example.com=9001 | 'erlangPorts' | short names",
        "app@host | 4369 | 0 | *=9001 | 'erlangPorts' | epmdPort=0",
        "app@host | 0 | 0 | '' | 'erlangPort' | erlangPorts",
      })
  void anErlangNodeThatCouldMeetNoOtherIsRefused(
      String nodeName, String epmdPort, String port, String ports, String setting, String allowed) {
    configured.put(Setting.COOKIE, COOKIE);
    configured.put(Setting.ERLANG, "true");
    configured.put(Setting.NODE_NAME, nodeName);
    configured.put(Setting.EPMD_PORT, epmdPort);
    configured.put(Setting.ERLANG_PORT, port);
    configured.put(Setting.ERLANG_PORTS, ports);
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(setting)
        .hasMessageContaining(allowed);
  }

  @Test
  void tlsWithErlangNodesWantsAKeyStore() {
    configured.put(Setting.COOKIE, COOKIE);
    configured.put(Setting.ERLANG, "true");
    configured.put(Setting.ERLANG_TLS, "true");
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("tlsKeyStore");
  }

  @Test
  void unencryptedTeleportSocketsAreRefusedBesideTls() {
    configured.put(Setting.COOKIE, COOKIE);
    configured.put(Setting.ERLANG, "true");
    configured.put(Setting.ERLANG_TLS, "true");
    configured.put(Setting.TELEPORT_SOCKETS, "true");
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("teleportSockets");
  }

  @Test
  void anErlangNodeGoesWithoutEpmdIfItsPortOrThoseOfOthersAreKnown() {
    configured.put(Setting.COOKIE, COOKIE);
    configured.put(Setting.ERLANG, "true");
    configured.put(Setting.EPMD_PORT, "0");
    configured.put(Setting.ERLANG_PORT, "9000");
    assertThat(read().node().erlang().ports()).isEqualTo(ErlangPorts.NONE);
    configured.put(Setting.ERLANG_PORT, "0");
    configured.put(Setting.ERLANG_PORTS, "*=9001");
    assertThat(read().node().erlang().ports()).isEqualTo(new ErlangPorts(Map.of(), 9001));
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
