package io.teleport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNameTest {

  @Test
  void aNameHasAPartBeforeAndOneAfterTheAt() {
    NodeName name = NodeName.of("billing@host2.example.com");
    assertThat(name.alive()).isEqualTo("billing");
    assertThat(name.host()).isEqualTo("host2.example.com");
    assertThat(name)
        .hasToString("billing@host2.example.com")
        .isEqualTo(new NodeName("billing", "host2.example.com"));
  }

  @Test
  void quotesAsErlangPrintsThemAreAccepted() {
    assertThat(NodeName.of("'billing-1@host2'")).isEqualTo(new NodeName("billing-1", "host2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "billing",
        "@host",
        "billing@",
        "a@b@c",
        "a b@host",
        "a@ho st",
        "a@h\u0000",
        "a@'h'",
        "''",
        "'"
      })
  void whatIsNotANodeNameIsRefusedByName(String text) {
    assertThatThrownBy(() -> NodeName.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a node name");
  }

  @Test
  void aPartHasAtMost128Characters() {
    assertThat(NodeName.of("a".repeat(128) + "@h").alive()).hasSize(128);
    assertThatThrownBy(() -> NodeName.of("a".repeat(129) + "@h"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesAreOrderedAsTheyPrint() {
    assertThat(NodeName.of("a@h")).isLessThan(NodeName.of("b@a"));
  }

  @Test
  void namesOfTheSameHostInOtherWordsDiffer() {
    assertThat(NodeName.of("a@localhost")).isNotEqualTo(NodeName.of("a@127.0.0.1"));
  }
}
