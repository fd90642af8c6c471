package io.teleport.adapter.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The table of settings that users read, beside the settings that there are. */
class SettingsTableTest {

  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  private static List<Row> rows;

  @BeforeAll
  static void read() throws IOException {
    String page = Files.readString(Path.of("docs", "settings.md"));
    String table = page.substring(0, page.indexOf("## Of a message-driven bean"));
    rows = table.lines().filter(line -> line.startsWith("| `")).map(Row::of).toList();
  }

  @Test
  void eachSettingIsDocumentedOnce() {
    assertThat(rows.stream().flatMap(row -> row.names().stream()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Setting.values()).map(Setting::key).toList());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NODE_NAME")
  void theDefaultOfASettingIsDocumented(Setting setting) {
    Row row =
        rows.stream().filter(r -> r.names().contains(setting.key())).findFirst().orElseThrow();
    String text = setting.defaultText();
    assertThat(row.defaultCell()).isEqualTo(text.isEmpty() ? "empty" : "`" + text + "`");
  }

  private record Row(List<String> names, String defaultCell) {

    static Row of(String line) {
      String[] cells = line.split("\\|", -1);
      return new Row(
          NAME.matcher(cells[1]).results().map(found -> found.group(1)).toList(), cells[2].strip());
    }
  }
}
