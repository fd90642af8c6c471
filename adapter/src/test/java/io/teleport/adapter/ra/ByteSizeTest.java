package io.teleport.adapter.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.engine.node.InvalidSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "65536, 65536",
    "0, 0",
    "64KiB, 65536",
    "64 kib, 65536",
    " 32MiB , 33554432",
    "1GiB, 1073741824",
    "2TiB, 2199023255552",
    "512B, 512"
  })
  void aNumberWithOrWithoutAUnitIsRead(String text, long bytes) {
    assertThat(ByteSize.parse("sendQueue", text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MiB", "-1", "1.5MiB", "64MB", "64 M", "1e6", "64KiBs", "٣"})
  void anythingElseIsRefusedWithTheNameTheValueAndWhatIsAllowed(String text) {
    assertThatThrownBy(() -> ByteSize.parse("sendQueue", text))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("'sendQueue'")
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("64MiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "8388608TiB", "99999999999999999999"})
  void moreBytesThanThereAreNumbersForAreRefused(String text) {
    assertThatThrownBy(() -> ByteSize.parse("sendQueue", text))
        .isInstanceOf(InvalidSettingException.class);
  }

  @Test
  void aSizeThatMustBeSmallIsRefusedFromTwoGibibytesOn() {
    assertThat(ByteSize.parseInt("fragmentSize", "2147483647")).isEqualTo(Integer.MAX_VALUE);
    assertThatThrownBy(() -> ByteSize.parseInt("fragmentSize", "2GiB"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("less than 2GiB");
  }
}
