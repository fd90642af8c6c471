package io.teleport.engine.etf;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.term.Term;
import io.teleport.term.Terms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Terms as OTP 25 wrote and printed them; the file is made by {@code golden_terms.escript} of the
 * tests with Erlang, which also compare it with what the Erlang there makes.
 */
class GoldenTermsTest {

  private static final String FILE = "golden-terms.txt";

  /** What stands for the text of a term that does not print the same everywhere. */
  private static final String NO_TEXT = "-";

  /**
   * A line of the file.
   *
   * @param bytes the term in some form
   * @param newest the term in the form that we write
   */
  record Golden(String name, String text, byte[] bytes, byte[] newest) {

    static Golden of(String line) {
      String[] columns = line.split("\t");
      assertThat(columns).as(line).hasSize(4);
      HexFormat hex = HexFormat.of();
      return new Golden(columns[0], columns[1], hex.parseHex(columns[2]), hex.parseHex(columns[3]));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Golden> terms() throws IOException {
    try (InputStream in = GoldenTermsTest.class.getResourceAsStream(FILE)) {
      String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return all.lines().filter(line -> !line.startsWith("#")).map(Golden::of);
    }
  }

  @ParameterizedTest
  @MethodSource("terms")
  void aTermOfErlangIsReadInEveryFormAndWrittenInTheNewest(Golden golden) {
    Term term = Samples.decoded(golden.bytes());
    assertThat(term).isEqualTo(Samples.decoded(golden.newest()));
    assertThat(Samples.encoded(term)).isEqualTo(golden.newest());
  }

  @ParameterizedTest
  @MethodSource("terms")
  void aTermOfErlangPrintsAsThereAndIsReadFromThat(Golden golden) {
    Term term = Samples.decoded(golden.bytes());
    if (golden.text().equals(NO_TEXT)) {
      assertThat(term.toString()).isNotEmpty();
    } else {
      assertThat(term).hasToString(golden.text());
      assertThat(Terms.parse(golden.text())).isEqualTo(term);
    }
  }
}
