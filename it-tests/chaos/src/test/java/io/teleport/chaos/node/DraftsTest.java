package io.teleport.chaos.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DraftsTest {

  private static final int MANY = 20_000;

  @Test
  void aSeedGivesTheSameMessagesEveryTime() {
    assertThat(drafts(7, 0)).isEqualTo(drafts(7, 0));
    assertThat(drafts(7, 0)).isNotEqualTo(drafts(8, 0));
    assertThat(drafts(7, 0)).isNotEqualTo(drafts(7, 1));
  }

  @Test
  void sizesGoFromNothingToTwentyMebibytes() {
    List<Draft> drafts = drafts(1, 0);
    assertThat(drafts).anyMatch(draft -> draft.size() == 0);
    assertThat(drafts).anyMatch(draft -> draft.size() > 16 << 20);
    assertThat(drafts).allMatch(draft -> draft.size() <= 20 << 20);
  }

  @Test
  void keysAreNumberedAndLeadToOneNode() {
    List<Draft> keyed = drafts(1, 0).stream().filter(draft -> draft.key() == 2).toList();
    assertThat(keyed).extracting(Draft::target).containsOnly(keyed.get(0).target());
    assertThat(keyed).extracting(Draft::number).startsWith(1, 2, 3, 4);
    assertThat(drafts(1, 0)).as("some have none").anyMatch(draft -> draft.key() == 0);
  }

  @Test
  void aCallHasNoKey() {
    assertThat(drafts(1, 0)).filteredOn(Draft::isCall).isNotEmpty();
    assertThat(drafts(1, 0)).filteredOn(Draft::isCall).allMatch(draft -> draft.key() == 0);
  }

  @Test
  void noMessageGoesToItsSender() {
    assertThat(drafts(1, 0)).allMatch(draft -> draft.target() != 1);
  }

  private static List<Draft> drafts(long seed, int thread) {
    Drafts drafts = new Drafts(seed, 1, 0, thread, 3);
    return Stream.generate(drafts::next).limit(MANY).toList();
  }
}
