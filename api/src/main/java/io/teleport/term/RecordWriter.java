package io.teleport.term;

import java.util.List;

/** Writes the records of one class. */
final class RecordWriter implements ToTerm {

  // Hangs on the record class itself, and so keeps no class loader of an application alive.
  private static final ClassValue<ToTerm> WRITERS =
      new ClassValue<>() {
        @Override
        protected ToTerm computeValue(Class<?> type) {
          ToTerm own = JavaToTerm.ownForm(type);
          return own != null ? own : new RecordWriter(RecordShape.of(type));
        }
      };

  private final Atom tag;
  private final Atom[] keys;
  private final String[] steps;
  private final ComponentWriter[] components;

  private RecordWriter(RecordShape shape) {
    List<RecordShape.Component> declared = shape.components();
    tag = shape.tag();
    keys = declared.stream().map(RecordShape.Component::key).toArray(Atom[]::new);
    steps = declared.stream().map(RecordShape.Component::step).toArray(String[]::new);
    components = declared.stream().map(ComponentWriter::of).toArray(ComponentWriter[]::new);
  }

  /** Returns the writer of a record class. */
  static ToTerm of(Class<?> type) {
    return WRITERS.get(type);
  }

  /**
   * Returns the writer of a record class that looks into the class when it is used first, because
   * records may contain themselves.
   */
  static ToTerm when(Class<?> type) {
    return new ToTerm() {
      /** Threads that look for it at the same time find the same. */
      private ToTerm writer;

      @Override
      public Term write(Object value, int depth) {
        ToTerm known = writer;
        if (known == null) {
          known = of(type);
          writer = known;
        }
        return value == null ? Atom.UNDEFINED : known.write(value, depth);
      }
    };
  }

  @Override
  public Term write(Object value, int depth) {
    int inner = Mismatch.deeper(depth);
    return tag == null ? map(value, inner) : tuple(value, inner);
  }

  private Term map(Object value, int depth) {
    Term[] keysAndValues = new Term[2 * keys.length];
    for (int i = 0; i < keys.length; i++) {
      keysAndValues[2 * i] = keys[i];
      keysAndValues[2 * i + 1] = component(i, value, depth);
    }
    return MapTerm.wrapDistinct(keysAndValues);
  }

  private Term tuple(Object value, int depth) {
    Term[] elements = new Term[1 + components.length];
    elements[0] = tag;
    for (int i = 0; i < components.length; i++) {
      elements[1 + i] = component(i, value, depth);
    }
    return Tuple.wrap(elements);
  }

  private Term component(int index, Object value, int depth) {
    try {
      return components[index].write(value, depth);
    } catch (Mismatch e) {
      throw e.at(steps[index]);
    }
  }
}
