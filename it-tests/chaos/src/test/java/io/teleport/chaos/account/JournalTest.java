package io.teleport.chaos.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @TempDir private Path directory;

  @Test
  void entriesAreReadAsTheyWereWritten() throws IOException {
    Path file = directory.resolve("journal");
    List<Entry> entries =
        List.of(
            new Entry(Entry.Event.OFFERED, Long.MIN_VALUE, -1, 7, Integer.MAX_VALUE, 1),
            new Entry(Entry.Event.BROKEN_OFF, 0, 5, 0, 0, Long.MAX_VALUE));
    try (Journal journal = Journal.create(file)) {
      entries.forEach(journal::write);
    }
    assertThat(read(file)).isEqualTo(entries);
  }

  @Test
  void whatAKilledNodeDidNotFinishIsPassedOver() throws IOException {
    Path file = directory.resolve("journal");
    Entry entry = new Entry(Entry.Event.TOLD, 1, 2, 3, 4, 5);
    try (Journal journal = Journal.create(file)) {
      journal.write(entry);
    }
    Files.write(file, new byte[32], StandardOpenOption.APPEND);
    Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    assertThat(read(file)).containsExactly(entry);
  }

  @Test
  void anIdSaysWhereItComesFrom() {
    LetterId id = new LetterId(127, 255, 254, (1L << 40) - 1);
    assertThat(LetterId.unpacked(id.packed())).isEqualTo(id);
    assertThat(id).hasToString("127.255.254.1099511627775");
  }

  private static List<Entry> read(Path file) throws IOException {
    List<Entry> entries = new ArrayList<>();
    Journal.read(file, entries::add);
    return entries;
  }
}
