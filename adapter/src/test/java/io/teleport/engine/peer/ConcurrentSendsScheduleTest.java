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
 * Sends of several threads, while the loop counts what is settled, tells it, begins anew, and
 * closes accounts: none of that may take a message for done with that is about to be sent. Threads
 * change wherever one of them looks at what they share, and a schedule says where.
 */
class ConcurrentSendsScheduleTest {

  private static final int LONGEST_GAP = 60;

  private static BiConsumer<List<Integer>, List<Integer>> play;

  @BeforeContainer
  @SuppressWarnings("unchecked")
  static void loadWhatIsTested() throws ReflectiveOperationException {
    ClassLoader loader =
        new InterleavingLoader(
            ConcurrentSends.class.getPackageName(), ConcurrentSends.class.getClassLoader());
    play =
        (BiConsumer<List<Integer>, List<Integer>>)
            loader.loadClass(ConcurrentSends.Play.class.getName()).getConstructor().newInstance();
  }

  @Property(tries = 2000)
  void whatTheLoopDoesMeanwhileLosesNoMessageAndNoOrder(
      @ForAll @Size(min = 4, max = 24) List<@IntRange(min = 0, max = 7) Integer> steps,
      @ForAll @Size(min = 4, max = 60)
          List<@IntRange(min = 0, max = LONGEST_GAP) Integer> schedule) {
    play.accept(steps, schedule);
  }
}
