package io.teleport.term;

import static io.teleport.term.Conversions.atom;
import static io.teleport.term.Conversions.integer;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Record classes of all kinds, and what is remembered of them. */
class RecordClassTest {

  private record Hidden(int value, List<Hidden> more) {}

  record Nothing() {}

  /** Contains itself with ever longer type arguments. */
  record Growing<T>(T value, Growing<List<T>> next) {}

  record Grown(Growing<Integer> root) {}

  /** What another class loader defines once more. */
  @Tagged
  record Reloaded(String text, long number, double share, Kind kind, List<Kind> kinds) {}

  enum Kind {
    A
  }

  @Test
  void aPrivateRecordIsConverted() {
    Hidden hidden = new Hidden(1, List.of(new Hidden(2, List.of())));
    assertThat(Terms.as(Terms.of(hidden), Hidden.class)).isEqualTo(hidden);
  }

  @Test
  void aLocalRecordIsConverted() {
    record Local(int value) {}
    assertThat(Terms.as(Terms.of(new Local(1)), Local.class)).isEqualTo(new Local(1));
  }

  @Test
  void aRecordWithoutComponentsIsAnEmptyMap() {
    assertThat(Terms.of(new Nothing())).isEqualTo(MapTerm.EMPTY);
    assertThat(Terms.as(MapTerm.EMPTY, Nothing.class)).isEqualTo(new Nothing());
  }

  @Test
  void aTypeThatGrowsWithEachLevelIsReadAsFarAsTheTermGoes() {
    Grown grown =
        new Grown(
            new Growing<>(1, new Growing<>(List.of(2), new Growing<>(List.of(List.of(3)), null))));
    assertThat(Terms.as(Terms.of(grown), Grown.class)).isEqualTo(grown);
  }

  @Test
  void theOrderOfTheEntriesDoesNotMatterAndMayChangeFromMapToMap() {
    record Point(int x, int y, int z) {}
    Term[][] orders = {
      {atom("x"), integer(1), atom("y"), integer(2), atom("z"), integer(3)},
      {atom("z"), integer(3), atom("y"), integer(2), atom("x"), integer(1)},
      {atom("a"), integer(0), atom("z"), integer(3), atom("x"), integer(1), atom("y"), integer(2)},
      {atom("x"), integer(1), atom("y"), integer(2), atom("z"), integer(3)},
    };
    for (Term[] order : orders) {
      assertThat(Terms.as(MapTerm.of(order), Point.class)).isEqualTo(new Point(1, 2, 3));
    }
  }

  @Test
  void aComponentIsFoundInALargeMap() {
    record Last(int last) {}
    Term[] entries = new Term[2_000];
    for (int i = 0; i < entries.length; i += 2) {
      entries[i] = i == entries.length - 2 ? atom("last") : integer(i);
      entries[i + 1] = integer(i);
    }
    assertThat(Terms.as(MapTerm.of(entries), Last.class)).isEqualTo(new Last(1_998));
  }

  @Test
  void aClassLoaderIsNotKeptAlive() throws ReflectiveOperationException {
    WeakReference<ClassLoader> loader = convertInAnotherLoader();
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (loader.get() != null && System.nanoTime() < deadline) {
      System.gc();
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    assertThat(loader.get()).isNull();
  }

  private static WeakReference<ClassLoader> convertInAnotherLoader()
      throws ReflectiveOperationException {
    ClassLoader loader = new Reloading();
    Class<?> kind = loader.loadClass(Kind.class.getName());
    Object constant = kind.getEnumConstants()[0];
    Class<?> type = loader.loadClass(Reloaded.class.getName());
    assertThat(type).isNotSameAs(Reloaded.class);
    var constructor = type.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    Object value = constructor.newInstance("x", 1L, 0.5, constant, List.of(constant));
    // Often enough for the JVM to compile and specialize what it runs.
    for (int i = 0; i < 1_000; i++) {
      // Not by equals of the record: what the JDK makes for that keeps the loader itself.
      Term term = Terms.of(value);
      assertThat(Terms.of(Terms.as(term, type))).isEqualTo(term);
    }
    return new WeakReference<>(loader);
  }

  /** Defines the classes of this test itself instead of asking its parent. */
  private static final class Reloading extends ClassLoader {
    Reloading() {
      super(RecordClassTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(RecordClassTest.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
