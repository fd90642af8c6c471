package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EpmdBytesTest {

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @Test
  void aHiddenNodeRegistersWithItsPortItsNameAndWhatElseIsToBeKnown() {
    assertThat(EpmdEncoder.register("app", 0xC350, "tp"))
        .isEqualTo(bytes("0012 78 c350 48 00 0006 0006 0003 617070 0002 7470"));
  }

  @Test
  void aNodeIsAskedForByThePartOfItsNameBeforeTheAt() {
    assertThat(EpmdEncoder.find("app")).isEqualTo(bytes("0004 7a 617070"));
  }

  @Test
  void allNamesAreAskedForWithOneByte() {
    assertThat(EpmdEncoder.names()).isEqualTo(bytes("0001 6e"));
  }

  @Test
  void aRegistrationIsAnsweredWithACreation() throws ErlangProtocolException {
    assertThat(EpmdDecoder.registered(bytes("76 00 89abcdef")))
        .isEqualTo(new EpmdDecoder.Registered(0, 0x89abcdefL));
    assertThat(EpmdDecoder.registered(bytes("79 01 0003")))
        .isEqualTo(new EpmdDecoder.Registered(1, 3));
  }

  @Test
  void theAnswerToARegistrationMayComeInPieces() throws ErlangProtocolException {
    assertThat(EpmdDecoder.registered(bytes(""))).isNull();
    assertThat(EpmdDecoder.registered(bytes("76 00 89ab"))).isNull();
  }

  @Test
  void anotherAnswerToARegistrationIsRefused() {
    assertThatThrownBy(() -> EpmdDecoder.registered(bytes("77 00")))
        .isInstanceOf(ErlangProtocolException.class)
        .hasMessageContaining("tag 119");
  }

  @Test
  void aNodeThatIsKnownHasAPort() throws ErlangProtocolException {
    assertThat(EpmdDecoder.found(bytes("77 00 c350 4d 00 0006 0005 0003 617070 0002 7470")))
        .contains(new EpmdNode("app", 0xC350, false, 6, 5, "tp"));
  }

  @Test
  void aNodeMayHaveNothingMoreToSay() throws ErlangProtocolException {
    assertThat(EpmdDecoder.found(bytes("77 00 c350 48 00 0006 0006 0003 617070 0000")))
        .contains(new EpmdNode("app", 0xC350, true, 6, 6, ""));
  }

  @Test
  void aNodeMayBeUnknown() throws ErlangProtocolException {
    assertThat(EpmdDecoder.found(bytes("77 01"))).isEmpty();
  }

  @Test
  void anAnswerThatEndsTooEarlyIsRefused() {
    assertThatThrownBy(() -> EpmdDecoder.found(bytes("77 00 c350 4d 00 0006 0005 0003 61")))
        .isInstanceOf(ErlangProtocolException.class)
        .hasMessageContaining("too early");
  }

  @Test
  void namesComeAsLinesOfText() throws ErlangProtocolException {
    ByteBuffer answer = ByteBuffer.allocate(200).putInt(4369);
    String lines = "name app at port 50000\nname b-2 at port 50001\nsomething else\n";
    answer.put(lines.getBytes(StandardCharsets.UTF_8)).flip();
    Map<String, Integer> names = EpmdDecoder.names(answer);
    assertThat(names).containsExactly(entry("app", 50000), entry("b-2", 50001));
  }

  @Property(tries = 2000)
  @SuppressWarnings("CheckReturnValue")
  void whateverEpmdAnswersIsReadOrRefused(@ForAll byte[] answer) {
    try {
      EpmdDecoder.registered(ByteBuffer.wrap(answer));
      EpmdDecoder.found(ByteBuffer.wrap(answer));
      EpmdDecoder.names(ByteBuffer.wrap(answer));
    } catch (ErlangProtocolException e) {
      assertThat(e.getMessage()).contains("EPMD");
    }
  }
}
