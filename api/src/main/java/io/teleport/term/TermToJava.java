package io.teleport.term;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;

/** Reads terms as Java values, by the table of {@link Terms}. */
final class TermToJava {

  private static final FromTerm NATURAL = TermToJava::natural;
  private static final FromTerm LIST = CollectionReading.of(ArrayList::new, NATURAL);
  private static final FromTerm MAP = new MapReader(NATURAL, NATURAL, JavaType.OBJECT);

  private TermToJava() {}

  /**
   * Returns the reader of a type. Readers of records and sealed interfaces look into them when they
   * are used first, because these may contain themselves.
   */
  static FromTerm reader(JavaType type) {
    Class<?> raw = type.raw();
    if (Term.class.isAssignableFrom(raw)) {
      return term(raw);
    } else if (raw == Optional.class) {
      FromTerm value = reader(type.argument(0));
      return (term, depth) -> Optional.ofNullable(value.read(term, depth));
    } else if (raw.isEnum()) {
      return EnumAtoms.of(raw);
    } else if (raw == Object.class) {
      return NATURAL;
    }
    FromTerm scalar = ScalarReading.of(raw);
    if (scalar != null) {
      return scalar;
    } else if (raw.isInterface() && raw.isSealed()) {
      return SealedReader.of(type);
    }
    return Nulls.or(structure(type));
  }

  private static FromTerm structure(JavaType type) {
    Class<?> raw = type.raw();
    if (raw.isRecord()) {
      return RecordReader.of(type);
    } else if (raw.isArray()) {
      return ArrayReading.of(type.component().raw(), reader(type.component()));
    } else if (raw.isAssignableFrom(ArrayList.class)) {
      return CollectionReading.of(ArrayList::new, reader(type.argument(0)));
    } else if (raw.isAssignableFrom(LinkedHashSet.class)) {
      return CollectionReading.of(LinkedHashSet::new, reader(type.argument(0)));
    } else if (raw.isAssignableFrom(LinkedHashMap.class)) {
      return new MapReader(reader(type.argument(0)), reader(type.argument(1)), type.argument(0));
    }
    return (term, depth) -> {
      throw new Mismatch(
          "a type in the table of io.teleport.term.Terms to read " + TermNoun.of(term) + " as",
          raw.getName());
    };
  }

  private static FromTerm term(Class<?> raw) {
    return (term, depth) -> {
      if (!raw.isInstance(term)) {
        throw new Mismatch("a term of type " + raw.getSimpleName(), term);
      }
      return Detachment.detach(term);
    };
  }

  private static Object natural(Term term, int depth) {
    if (term instanceof IntegerTerm integer) {
      return integer.isLong() ? (Object) integer.longValue() : integer.bigValue();
    } else if (term instanceof FloatTerm number) {
      return number.value();
    } else if (term instanceof ListTerm list && list.isProper()) {
      return LIST.read(term, depth);
    } else if (term instanceof MapTerm) {
      return MAP.read(term, depth);
    } else if (term.equals(Atom.TRUE) || term.equals(Atom.FALSE)) {
      return term.equals(Atom.TRUE);
    }
    return Nulls.isNull(term) ? null : Detachment.detach(term);
  }

  /** Returns the elements of a proper list or a tuple. */
  static Sequence elements(Term term) {
    if (term instanceof ListTerm list && list.isProper()) {
      return list;
    } else if (term instanceof Tuple tuple) {
      return tuple;
    }
    throw new Mismatch("a list", term);
  }
}
