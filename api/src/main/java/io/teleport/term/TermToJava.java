package io.teleport.term;

import java.lang.reflect.Array;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads terms as Java values, by the table of {@link Terms}. */
final class TermToJava {

  private static final Set<Term> NULLS = Set.of(Atom.UNDEFINED, new Atom("nil"), new Atom("null"));

  private static final int MAX_PRINTED_KEY = 40;

  private TermToJava() {}

  /** Reads a term; returns null for an atom that stands for it. */
  static Object convert(Term term, JavaType type, ValuePath path) {
    Class<?> raw = type.raw();
    if (Term.class.isAssignableFrom(raw)) {
      return term(term, raw, path);
    } else if (raw == Optional.class) {
      return Optional.ofNullable(convert(term, type.argument(0), path));
    } else if (raw.isEnum()) {
      return constant(term, raw, path);
    } else if (NULLS.contains(term) && !raw.isPrimitive()) {
      return null;
    } else if (raw == Object.class) {
      return natural(term, path);
    }
    Object scalar = ScalarReading.read(term, JavaType.boxed(raw), path);
    return scalar != null ? scalar : structure(term, type, path);
  }

  private static Object structure(Term term, JavaType type, ValuePath path) {
    Class<?> raw = type.raw();
    if (raw.isRecord()) {
      return record(term, type, path);
    } else if (raw.isArray()) {
      return array(term, type.component(), path);
    } else if (raw.isAssignableFrom(ArrayList.class)) {
      return fill(new ArrayList<>(), term, type, path);
    } else if (raw.isAssignableFrom(LinkedHashSet.class)) {
      return fill(new LinkedHashSet<>(), term, type, path);
    } else if (raw.isAssignableFrom(LinkedHashMap.class)) {
      return map(term, type, path);
    }
    throw path.mismatch(
        "a type in the table of io.teleport.term.Terms to read " + TermNoun.of(term) + " as",
        raw.getName());
  }

  private static Object term(Term term, Class<?> raw, ValuePath path) {
    if (!raw.isInstance(term)) {
      throw path.mismatch("a term of type " + raw.getSimpleName(), term);
    }
    return Detachment.detach(term);
  }

  private static Object constant(Term term, Class<?> type, ValuePath path) {
    if (term instanceof Atom atom) {
      Object match = null;
      for (Object constant : type.getEnumConstants()) {
        String name = ((Enum<?>) constant).name();
        if (name.equals(atom.value())) {
          return constant;
        }
        if (name.toLowerCase(Locale.ROOT).equals(atom.value())) {
          match = constant;
        }
      }
      if (match != null || NULLS.contains(atom)) {
        return match;
      }
    }
    throw path.mismatch("the name of a " + type.getSimpleName() + " as an atom", term);
  }

  private static Object natural(Term term, ValuePath path) {
    if (term instanceof IntegerTerm integer) {
      return integer.isLong() ? (Object) integer.longValue() : integer.bigValue();
    } else if (term instanceof FloatTerm number) {
      return number.value();
    } else if (term instanceof ListTerm list && list.isProper()) {
      return fill(new ArrayList<>(), term, JavaType.OBJECT, path);
    } else if (term instanceof MapTerm) {
      return map(term, JavaType.OBJECT, path);
    } else if (term.equals(Atom.TRUE) || term.equals(Atom.FALSE)) {
      return term.equals(Atom.TRUE);
    }
    return Detachment.detach(term);
  }

  private static List<Term> elements(Term term, ValuePath path) {
    if (term instanceof ListTerm list && list.isProper()) {
      return list.elements();
    } else if (term instanceof Tuple tuple) {
      return tuple.elements();
    }
    throw path.mismatch("a list", term);
  }

  private static Object fill(Collection<Object> target, Term term, JavaType type, ValuePath path) {
    int index = 0;
    for (Term element : elements(term, path)) {
      target.add(convert(element, type.argument(0), path.index(index++)));
    }
    return target;
  }

  private static Object array(Term term, JavaType component, ValuePath path) {
    List<Term> elements = elements(term, path);
    Object array = Array.newInstance(component.raw(), elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Array.set(array, i, convert(elements.get(i), component, path.index(i)));
    }
    return array;
  }

  private static Object map(Term term, JavaType type, ValuePath path) {
    if (!(term instanceof MapTerm map)) {
      throw path.mismatch("a map", term);
    }
    Map<Object, Object> result = new LinkedHashMap<>();
    map.entries()
        .forEach(
            (key, value) -> {
              ValuePath at = path.key(printKey(key));
              Object read = convert(key, type.argument(0), at);
              if (result.containsKey(read)) {
                throw at.mismatch(
                    "keys that differ as " + type.argument(0).raw().getSimpleName(), "a key twice");
              }
              result.put(read, convert(value, type.argument(1), at));
            });
    return result;
  }

  private static Object record(Term term, JavaType type, ValuePath path) {
    if (!(term instanceof MapTerm map)) {
      throw path.mismatch("a map that makes a " + type.raw().getSimpleName(), term);
    }
    RecordShape shape = RecordShape.of(type.raw(), path);
    Map<TypeVariable<?>, JavaType> bindings = type.bindings();
    Object[] values = new Object[shape.components().size()];
    for (int i = 0; i < values.length; i++) {
      RecordShape.Component component = shape.components().get(i);
      Term value =
          map.get(component.atom())
              .or(() -> map.get(Binary.utf8(component.name())))
              .orElse(Atom.UNDEFINED);
      JavaType componentType = JavaType.of(component.declared().getGenericType(), bindings);
      values[i] = convert(value, componentType, path.component(component.name()));
    }
    return shape.create(values, path);
  }

  /** Returns a key as a path shows it. */
  static String printKey(Object key) {
    String text = String.valueOf(key);
    return text.length() > MAX_PRINTED_KEY ? text.substring(0, MAX_PRINTED_KEY) + "..." : text;
  }
}
