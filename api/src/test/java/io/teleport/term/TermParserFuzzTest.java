package io.teleport.term;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/**
 * Whatever a text is, it is a term or refused. As an ordinary test it runs the inputs under {@code
 * src/test/resources}; {@code mvn -Pfuzz} looks for others, see the profile in the root POM.
 */
class TermParserFuzzTest {

  /** The text is in UTF-8; what is malformed in it is replaced. */
  @FuzzTest
  void anyText(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    Term term;
    try {
      term = Terms.parse(text);
    } catch (TermSyntaxException e) {
      assertThat(e.offset()).isBetween(0, text.length());
      assertThat(e.line()).isPositive();
      assertThat(e.column()).isPositive();
      return;
    }
    String printed = term.toString();
    // What is long is cut short.
    if (!printed.contains("...")) {
      assertThat(Terms.parse(printed).equals(term)).as(printed).isTrue();
    }
  }
}
