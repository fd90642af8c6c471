package io.teleport.bench.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceEncodingTest {

  /** What {@code term_to_binary({ok, [1, -1], #{<<"k">> => 256}})} gives in OTP 26 and later. */
  private static final String ENCODED =
      "83680377026f6b6c00000002610162ffffffff6a74000000016d000000016b6200000100";

  private static final Sample SAMPLE =
      Sample.group(
          new Sample.Name("ok"),
          new Sample.Sequence(List.of(new Sample.Number(1), new Sample.Number(-1))),
          new Sample.Table(Map.of(Sample.text("k"), new Sample.Number(256))));

  @Test
  void itWritesWhatErlangWrites() {
    assertThat(HexFormat.of().formatHex(ReferenceEncoding.encode(SAMPLE))).isEqualTo(ENCODED);
  }

  @Test
  void itReadsWhatErlangWrites() {
    assertThat(ReferenceEncoding.decode(HexFormat.of().parseHex(ENCODED))).isEqualTo(SAMPLE);
  }

  @Test
  void whatFollowsTheTermIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReferenceEncoding.decode(HexFormat.of().parseHex(ENCODED + "00")))
        .withMessage("1 bytes follow the term");
  }

  @Test
  void theWeightCountsEveryPart() {
    assertThat(SAMPLE.weight()).isEqualTo("ok".length() + 1 - 1 + "k".length() + 256);
  }
}
