package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.etf.Samples;
import io.teleport.term.Term;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The terms that are checked in as Erlang's are still what an Erlang makes. */
@RequiresErlang
class GoldenTermsIT {

  @Test
  void theErlangThatIsHereMakesTheTermsThatAreCheckedIn(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path made = directory.resolve("golden-terms.txt");
    String script = ErlangNode.sources().resolve("golden_terms.escript").toString();
    ErlangNode.run(List.of("escript", script, made.toString()), directory.resolve("escript.log"));
    List<String> lines = Files.readAllLines(made);
    List<String> expected = checkedIn().lines().toList();
    assertThat(lines).hasSameSizeAs(expected);
    assertThat(lines.get(0)).isEqualTo(expected.get(0));
    for (int i = 1; i < lines.size(); i++) {
      assertSame(lines.get(i), expected.get(i));
    }
  }

  private static void assertSame(String line, String expected) {
    String[] fields = line.split("\t", -1);
    String[] expectedFields = expected.split("\t", -1);
    Term term = term(expectedFields[3]);
    if (Release.writesAsHere(term)) {
      assertThat(line).isEqualTo(expected);
    } else {
      assertThat(fields[0]).isEqualTo(expectedFields[0]);
      assertThat(fields[1]).as(fields[0]).isEqualTo(expectedFields[1]);
      assertThat(term(fields[2])).as(fields[0]).isEqualTo(term);
      assertThat(term(fields[3])).as(fields[0]).isEqualTo(term);
    }
  }

  private static Term term(String hex) {
    return Samples.decoded(HexFormat.of().parseHex(hex));
  }

  private static String checkedIn() throws IOException {
    try (InputStream in = Samples.class.getResourceAsStream("golden-terms.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
