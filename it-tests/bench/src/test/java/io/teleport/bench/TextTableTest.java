package io.teleport.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void textStandsToTheLeftAndFiguresToTheRight() {
    TextTable table = new TextTable(1, "who", "figure");
    table.row("somebody", "1");
    table.row("me", "1,000,000");
    assertThat(table)
        .hasToString(
            """
            who          figure
            somebody          1
            me        1,000,000
            """);
  }

  @Test
  void noLineEndsInSpaces() {
    TextTable table = new TextTable(1, "a", "b");
    table.row("1", "");
    assertThat(table.toString().lines()).noneMatch(line -> line.endsWith(" "));
  }

  @Test
  void aRowHasACellForEachColumn() {
    TextTable table = new TextTable(1, "a", "b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.row("1"))
        .withMessage("1 cells in a table of 2 columns");
  }
}
