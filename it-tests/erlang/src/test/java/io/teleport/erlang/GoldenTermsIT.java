package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.etf.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The terms that are checked in as Erlang's are still what an Erlang makes. */
@RequiresErlang(release = 25)
class GoldenTermsIT {

  @Test
  void theErlangThatIsHereMakesTheTermsThatAreCheckedIn(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path made = directory.resolve("golden-terms.txt");
    String script = ErlangNode.sources().resolve("golden_terms.escript").toString();
    ErlangNode.run(List.of("escript", script, made.toString()), directory.resolve("escript.log"));
    assertThat(Files.readString(made)).isEqualTo(checkedIn());
  }

  private static String checkedIn() throws IOException {
    try (InputStream in = Samples.class.getResourceAsStream("golden-terms.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
