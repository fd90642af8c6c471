package io.teleport.bench.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.teleport.node.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecOptionsTest {

  @Test
  void withoutOptionsAllIsMeasuredThatThisMachineHas() {
    CodecOptions options = parse();
    assertThat(options.cases()).containsExactly(CodecCase.values());
    assertThat(options.directions()).containsExactly(Direction.values());
    assertThat(options.peers())
        .containsExactly(Peer.TELEPORT, Peer.JINTERFACE, Peer.ENCON, Peer.JACKSON_CBOR);
    assertThat(options.rounds()).isEqualTo(CodecOptions.DEFAULT_ROUNDS);
    assertThat(options.json()).isEmpty();
  }

  @Test
  void someAreChosenByTheirNames() {
    CodecOptions options =
        parse(
            "--case", "nested,map-walked",
            "--direction", "decode",
            "--peer", "jinterface-1.6.1,teleport",
            "--rounds", "7",
            "--json", "out.json");
    assertThat(options.cases()).containsExactly(CodecCase.NESTED, CodecCase.MAP_WALKED);
    assertThat(options.directions()).containsExactly(Direction.DECODE);
    assertThat(options.peers()).containsExactly(Peer.TELEPORT, Peer.JINTERFACE);
    assertThat(options.rounds()).isEqualTo(7);
    assertThat(options.json()).contains(Path.of("out.json"));
  }

  @Test
  void aQuickRunIsOneRoundUnlessMoreAreAskedFor() {
    assertThat(parse("--quick").rounds()).isEqualTo(1);
    assertThat(parse("--quick", "--rounds", "2").rounds()).isEqualTo(2);
  }

  @Test
  void aPeerThatIsNotHereCannotBeAskedFor() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> parse("--peer", "jinterface-debian"))
        .withMessage("--peer jinterface-debian: not on this machine");
  }

  @Test
  void theHelpNamesAllThereIs() {
    assertThat(CodecOptions.usage())
        .contains(List.of(CodecCase.values()).stream().map(CodecCase::label).toList())
        .contains(List.of(Peer.values()).stream().map(Peer::label).toList());
  }

  private static CodecOptions parse(String... arguments) {
    return CodecOptions.parse(List.of(arguments), peer -> peer != Peer.JINTERFACE_DEBIAN);
  }
}
