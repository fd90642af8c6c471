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
 * A large message whose pool is lost while a thread supplies it: all of it leaves by the next one,
 * wherever the threads change.
 */
class LargeMessageMovesScheduleTest {

  private static final int LONGEST_GAP = 80;

  private static BiConsumer<Boolean, List<Integer>> play;

  @BeforeContainer
  @SuppressWarnings("unchecked")
  static void loadWhatIsTested() throws ReflectiveOperationException {
    ClassLoader loader =
        new InterleavingLoader(
            LargeMessageMoves.class.getPackageName(), LargeMessageMoves.class.getClassLoader());
    play =
        (BiConsumer<Boolean, List<Integer>>)
            loader.loadClass(LargeMessageMoves.Play.class.getName()).getConstructor().newInstance();
  }

  @Property(tries = 1000)
  void allOfItLeavesThoughItWasNotAnnouncedYet(
      @ForAll @Size(max = 8) List<@IntRange(min = 0, max = LONGEST_GAP) Integer> schedule) {
    play.accept(false, schedule);
  }

  @Property(tries = 1000)
  void allOfItLeavesThoughItHadBegunToLeave(
      @ForAll @Size(max = 8) List<@IntRange(min = 0, max = LONGEST_GAP) Integer> schedule) {
    play.accept(true, schedule);
  }
}
