package io.teleport.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2371.23  | 2,371
          17.56    | 17.6
          1.234    | 1.23
          0.0678   | 0.068
          0.000012 | 1.2e-05
          0        | 0
          8        | 8
          """)
  void tablesHaveTheDigitsThatCount(double value, String text) {
    assertThat(Quantity.exact(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          14487791 | 14.5 M
          2e9      | 2 G
          104000   | 104 k
          2371.2   | 2,371
          500      | 500
          0.5      | 0.5
          0        | 0
          """)
  void chartsHaveBriefValues(double value, String text) {
    assertThat(Quantity.brief(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1.394,1.39×", "0.95,0.95×", "0.0222,0.022×", "15.63,15.6×", "434748,435 k×"})
  void ratiosSayHowManyTimes(double value, String text) {
    assertThat(Quantity.ratio(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"100,100 B", "1024,1 KiB", "10485760,10 MiB", "1536,1.5 KiB"})
  void sizesHaveBinaryUnits(double value, String text) {
    assertThat(Quantity.bytes(value)).isEqualTo(text);
  }

  @Test
  void variantsAreNamedAsTheirWorkloadCallsThem() {
    assertThat(new Variant(Map.of("threads", "1")).label("call")).isEqualTo("1 caller");
    assertThat(new Variant(Map.of("threads", "8")).label("ring")).isEqualTo("8 senders");
    assertThat(new Variant(Map.of("bytes", "1024", "threads", "4")).label("mdb"))
        .isEqualTo("1 KiB, 4 threads");
    assertThat(new Variant(Map.of("direction", "decode", "case", "map")).label("codec"))
        .isEqualTo("map, decode");
  }
}
