package io.teleport.chaos.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DraftsTest {

  private static final int MANY = 20_000;

  @Test
  void aSeedGivesTheSameMessagesEveryTime() {
    assertThat(drafts(7, 0, true)).isEqualTo(drafts(7, 0, true));
    assertThat(drafts(7, 0, true)).isNotEqualTo(drafts(8, 0, true));
    assertThat(drafts(7, 0, true)).isNotEqualTo(drafts(7, 1, true));
  }

  @Test
  void sizesGoFromNothingToTwentyMebibytes() {
    List<Draft> drafts = drafts(1, 0, false);
    assertThat(drafts).anyMatch(draft -> draft.size() == 0);
    assertThat(drafts).anyMatch(draft -> draft.size() > 16 << 20);
    assertThat(drafts).allMatch(draft -> draft.size() <= 20 << 20);
  }

  @Test
  void keysAreNumberedAndLeadToOneNode() {
    List<Draft> keyed = drafts(1, 0, true).stream().filter(draft -> draft.key() == 2).toList();
    assertThat(keyed).extracting(Draft::target).containsOnly(keyed.get(0).target());
    assertThat(keyed).extracting(Draft::number).startsWith(1, 2, 3, 4);
    assertThat(drafts(1, 0, false)).allMatch(draft -> draft.key() == 0);
  }

  @Test
  void noMessageGoesToItsSender() {
    assertThat(drafts(1, 0, true)).allMatch(draft -> draft.target() != 1);
  }

  private static List<Draft> drafts(long seed, int thread, boolean keyed) {
    Drafts drafts = new Drafts(seed, 1, 0, thread, 3, keyed);
    return Stream.generate(drafts::next).limit(MANY).toList();
  }
}
