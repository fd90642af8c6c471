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
      public void write(Object value, TermSink sink, int depth) {
        if (value == null) {
          sink.atom(Atom.UNDEFINED);
          return;
        }
        ToTerm known = writer;
        if (known == null) {
          known = of(type);
          writer = known;
        }
        known.write(value, sink, depth);
      }
    };
  }

  @Override
  public void write(Object value, TermSink sink, int depth) {
    int inner = Mismatch.deeper(depth);
    if (tag == null) {
      map(value, sink, inner);
    } else {
      tuple(value, sink, inner);
    }
  }

  private void map(Object value, TermSink sink, int depth) {
    sink.beginMap(keys.length);
    for (int i = 0; i < keys.length; i++) {
      sink.atom(keys[i]);
      component(i, value, sink, depth);
    }
    sink.endMap();
  }

  private void tuple(Object value, TermSink sink, int depth) {
    sink.beginTuple(1 + components.length);
    sink.atom(tag);
    for (int i = 0; i < components.length; i++) {
      component(i, value, sink, depth);
    }
    sink.endTuple();
  }

  private void component(int index, Object value, TermSink sink, int depth) {
    try {
      components[index].write(value, sink, depth);
    } catch (Mismatch e) {
      throw e.at(steps[index]);
    }
  }
}
