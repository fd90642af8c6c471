package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.term.Atom;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Pid;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeleportLayoutTest {

  private static boolean isSend(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return TeleportLayout.isSend(bytes, bytes.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7304", "7704", "640004", "760004"})
  void aPacketIsATupleThatBeginsWithSendInAnyFormOfAtom(String atom) {
    assertThat(isSend("836803" + atom + "73656e64" + "770178" + "6101")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "836803" + "7704" + "73656e78" + "770178" + "6101",
        "836802" + "7704" + "73656e64" + "770178",
        "826803" + "7704" + "73656e64" + "770178" + "6101",
        "836803" + "7705" + "73656e64" + "770178" + "6101",
        "836803" + "6101",
        "83"
      })
  void anythingElseIsNone(String hex) {
    assertThat(isSend(hex + "0000000000")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "83", "836803", "8368037704"})
  void aPacketThatEndsTooEarlyIsNone(String hex) {
    byte[] head = new byte[32];
    byte[] bytes = HexFormat.of().parseHex(hex);
    System.arraycopy(bytes, 0, head, 0, bytes.length);
    assertThat(TeleportLayout.isSend(head, bytes.length)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", ""})
  void aDestinationIsANameOrAProcess(String name) {
    Pid pid = new Pid(new Atom("a@b"), 1, 2, 3);
    assertThat(TeleportLayout.send(new Atom(name)))
        .isEqualTo(new ControlMessage.SendToName(null, name));
    assertThat(TeleportLayout.send(pid)).isEqualTo(new ControlMessage.Send(null, pid));
    assertThat(TeleportLayout.send(IntegerTerm.of(1))).isNull();
  }

  @Property(tries = 2000)
  void whateverComesIsAPacketOrNone(@ForAll byte[] bytes) {
    byte[] head = java.util.Arrays.copyOf(bytes, bytes.length + 16);
    if (TeleportLayout.isSend(head, bytes.length)) {
      assertThat(bytes).hasSizeGreaterThan(9);
    }
  }
}
