package io.teleport.engine.peer;

import io.teleport.engine.interleaving.InterleavingLoader;
import java.util.List;
import java.util.function.BiConsumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * The first messages to a new node, from several threads, while a pool of sockets to it starts,
 * fails and starts again: the race in which the library that this project learns from lost
 * messages. The code under test is loaded so that threads change wherever one of them looks at what
 * they share, and a schedule says where. One that fails shrinks to the changes that matter.
 */
class FirstMessagesScheduleTest {

  private static final int LONGEST_GAP = 400;

  private static BiConsumer<List<String>, List<Integer>> play;

  @BeforeContainer
  @SuppressWarnings("unchecked")
  static void loadWhatIsTested() throws ReflectiveOperationException {
    ClassLoader loader =
        new InterleavingLoader(
            FirstMessages.class.getPackageName(), FirstMessages.class.getClassLoader());
    play =
        (BiConsumer<List<String>, List<Integer>>)
            loader.loadClass(FirstMessages.Play.class.getName()).getConstructor().newInstance();
    // Nobody may have to wait for a class that another thread initializes.
    play.accept(List.of(), List.of());
  }

  @Property(tries = 700)
  void eachMessageArrivesThoughThePoolFailsFirst(
      @ForAll @Size(max = 24) List<@IntRange(min = 0, max = LONGEST_GAP) Integer> schedule) {
    play.accept(List.of("REFUSED", "HALF"), schedule);
  }

  @Property(tries = 700)
  void eachMessageArrivesThoughTheFirstPoolIsLostAtOnce(
      @ForAll @Size(max = 24) List<@IntRange(min = 0, max = LONGEST_GAP) Integer> schedule) {
    play.accept(List.of("LOST_AT_ONCE", "HALF"), schedule);
  }

  @Property(tries = 700)
  void eachMessageArrivesThoughPoolsAreLostUnderTheFirstMessages(
      @ForAll @Size(max = 24) List<@IntRange(min = 0, max = LONGEST_GAP) Integer> schedule) {
    play.accept(List.of("CUT", "CUT"), schedule);
  }

  @Property(tries = 700)
  void eachMessageHasOneOutcomeThoughTheNodeIsRestarted(
      @ForAll @Size(max = 24) List<@IntRange(min = 0, max = LONGEST_GAP) Integer> schedule) {
    play.accept(List.of("RESTARTED", "REFUSED"), schedule);
  }
}
