package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "5s, PT5S", "5 s, PT5S", "2m, PT2M", "1h, PT1H", "0s, PT0S"})
  void aNumberWithAUnitIsRead(String text, Duration duration) {
    assertThat(DurationText.parse("sendTimeout", text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "-5s", "5 seconds", "1.5s", "PT5S", "5S", "s"})
  void anythingElseIsRefusedWithTheNameTheValueAndWhatIsAllowed(String text) {
    assertThatThrownBy(() -> DurationText.parse("sendTimeout", text))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("'sendTimeout'")
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("500ms");
  }
}
