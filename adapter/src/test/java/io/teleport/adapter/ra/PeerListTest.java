package io.teleport.adapter.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.teleport.NodeName;
import io.teleport.engine.node.InvalidSettingException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerListTest {

  @Test
  void nodesAreReadWithWhereTheyListen() {
    assertThat(
            PeerList.parse(
                "peers",
                "beta@127.0.0.1=127.0.0.1:7421, 'gamma@host' = host:7420,delta@h=[::1]:7422"))
        .containsExactly(
            entry(NodeName.of("beta@127.0.0.1"), unresolved("127.0.0.1", 7421)),
            entry(NodeName.of("gamma@host"), unresolved("host", 7420)),
            entry(NodeName.of("delta@h"), unresolved("::1", 7422)));
  }

  private static InetSocketAddress unresolved(String host, int port) {
    return InetSocketAddress.createUnresolved(host, port);
  }

  @Test
  void aBlankTextNamesNoNode() {
    assertThat(PeerList.parse("peers", "  ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "beta@h",
        "beta@h=",
        "beta@h=host",
        "beta@h=host:",
        "beta@h=host:x",
        "beta=host:1",
        "=host:1",
        "beta@h=host:0",
        "beta@h=host:65536",
        "beta@h=::1:7420",
        "beta@h=host:1,",
        "beta@h=host:1;gamma@h=host:2"
      })
  void anEntryThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> PeerList.parse("peers", text))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("'peers'");
  }

  @Test
  void aNodeThatIsNamedTwiceIsRefused() {
    assertThatThrownBy(() -> PeerList.parse("peers", "b@h=h:1,b@h=h:2"))
        .hasMessageContaining("b@h=h:2")
        .hasMessageContaining("each node once");
  }
}
