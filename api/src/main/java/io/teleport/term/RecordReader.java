package io.teleport.term;

import java.lang.reflect.TypeVariable;
import java.util.List;
import java.util.Map;

/** Reads terms as records of one class, with one choice of type arguments. */
final class RecordReader implements FromTerm {

  // Hangs on the record class itself, and so keeps no class loader of an application alive.
  private static final ClassValue<RecordReader> READERS =
      new ClassValue<>() {
        @Override
        protected RecordReader computeValue(Class<?> type) {
          return new RecordReader(JavaType.of(type));
        }
      };

  private final JavaType type;

  /** Made when it is needed first; threads that make it at the same time make the same. */
  private Plan plan;

  private RecordReader(JavaType type) {
    this.type = type;
  }

  /** Returns the reader of a record type. */
  static RecordReader of(JavaType type) {
    return type.arguments().isEmpty() ? READERS.get(type.raw()) : new RecordReader(type);
  }

  /** Returns what is known of the record class. */
  RecordShape shape() {
    return plan().shape;
  }

  private Plan plan() {
    Plan made = plan;
    if (made == null) {
      made = new Plan(type);
      plan = made;
    }
    return made;
  }

  @Override
  public Object read(Term term, int depth) {
    Plan known = plan();
    int inner = Mismatch.deeper(depth);
    if (known.shape.tag() != null) {
      return tuple(known, term, inner);
    } else if (term instanceof MapTerm map) {
      return map(known, map, inner);
    }
    throw new Mismatch(known.shape.expected(), term);
  }

  private static Object tuple(Plan known, Term term, int depth) {
    int count = known.readers.length;
    boolean fits =
        term instanceof Tuple tuple
            && tuple.size() == count + 1
            && known.shape.tag().equals(tuple.get(0));
    if (!fits) {
      throw new Mismatch(known.shape.expected(), term);
    }
    Tuple tuple = (Tuple) term;
    Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      try {
        values[i] = known.readers[i].read(tuple.get(i + 1), depth);
      } catch (Mismatch e) {
        throw e.at(known.steps[i]);
      }
    }
    return known.shape.create(values);
  }

  private static Object map(Plan known, MapTerm map, int depth) {
    Object[] values = new Object[known.readers.length];
    for (int i = 0; i < values.length; i++) {
      Term value = known.find(map, i);
      try {
        values[i] = known.readers[i].read(value != null ? value : Atom.UNDEFINED, depth);
      } catch (Mismatch e) {
        throw (value != null ? e : e.insteadFound("no key " + known.keys[i] + " in the map"))
            .at(known.steps[i]);
      }
    }
    return known.shape.create(values);
  }

  /** How the components are found and read. */
  private static final class Plan {
    /** More entries than this are not searched one by one. */
    private static final int MANY = 32;

    final RecordShape shape;

    /**
     * The names of the components, as those objects that the last map had, because decoders use
     * few.
     */
    final Atom[] keys;

    final Binary[] texts;
    final String[] steps;
    final FromTerm[] readers;

    /**
     * At which entry of a map each component was last, because the next map is likely to have the
     * same order. Threads overwrite each other's, and that does no harm.
     */
    private final int[] positions;

    Plan(JavaType type) {
      shape = RecordShape.of(type.raw());
      Map<TypeVariable<?>, JavaType> bindings = type.bindings();
      List<RecordShape.Component> components = shape.components();
      int count = components.size();
      positions = new int[count];
      keys = new Atom[count];
      texts = new Binary[count];
      steps = new String[count];
      readers = new FromTerm[count];
      for (int i = 0; i < count; i++) {
        RecordShape.Component component = components.get(i);
        positions[i] = i;
        keys[i] = component.key();
        texts[i] = Binary.utf8(component.key().value());
        steps[i] = component.step();
        readers[i] =
            TermToJava.reader(JavaType.of(component.declared().getGenericType(), bindings));
      }
    }

    /** Returns the value of a component in a map, null if it is missing. */
    Term find(MapTerm map, int index) {
      Atom key = keys[index];
      int last = positions[index];
      if (last < map.size()) {
        Term there = map.keyAt(last);
        if (there == key) {
          return map.valueAt(last);
        } else if (there.equals(key)) {
          keys[index] = (Atom) there;
          return map.valueAt(last);
        }
      }
      int few = Math.min(map.size(), MANY);
      for (int i = 0; i < few; i++) {
        if (map.keyAt(i).equals(key)) {
          positions[index] = i;
          return map.valueAt(i);
        }
      }
      Term value = map.size() > few ? map.find(key) : null;
      return value != null ? value : map.find(texts[index]);
    }
  }
}
