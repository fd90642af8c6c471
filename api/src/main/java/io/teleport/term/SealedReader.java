package io.teleport.term;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads terms as one of the records and enums that a sealed interface permits: tuples by their tag,
 * atoms by their name.
 */
final class SealedReader implements FromTerm {

  private static final int MAX_PRINTED = 20;

  // Hangs on the interface itself, and so keeps no class loader of an application alive.
  private static final ClassValue<SealedReader> READERS =
      new ClassValue<>() {
        @Override
        protected SealedReader computeValue(Class<?> type) {
          return new SealedReader(JavaType.of(type));
        }
      };

  private final JavaType type;

  /** Made when it is needed first; threads that make it at the same time make the same. */
  private Choices choices;

  private SealedReader(JavaType type) {
    this.type = type;
  }

  /** Returns the reader of a sealed interface. */
  static SealedReader of(JavaType type) {
    return type.arguments().isEmpty() ? READERS.get(type.raw()) : new SealedReader(type);
  }

  private Choices choices() {
    Choices made = choices;
    if (made == null) {
      made = new Choices(type);
      choices = made;
    }
    return made;
  }

  @Override
  public Object read(Term term, int depth) {
    Choices known = choices();
    if (term instanceof Tuple tuple && tuple.size() > 0 && tuple.get(0) instanceof Atom tag) {
      List<RecordReader> records = known.records.get(tag);
      if (records != null) {
        return fitting(records, tuple).read(tuple, depth);
      }
    } else if (term instanceof Atom atom) {
      Object constant = known.constants.get(atom.value());
      if (constant != null || Nulls.isNull(atom)) {
        return constant;
      }
    }
    throw new Mismatch(known.expected(), term);
  }

  private static RecordReader fitting(List<RecordReader> records, Tuple tuple) {
    for (RecordReader record : records) {
      if (record.shape().components().size() == tuple.size() - 1) {
        return record;
      }
    }
    if (records.size() == 1) {
      return records.get(0);
    }
    throw new Mismatch(
        records.stream()
            .map(record -> record.shape().expected())
            .collect(Collectors.joining(" or ")),
        tuple);
  }

  /** What the interface permits. */
  private static final class Choices {
    private final Class<?> root;
    final Map<Atom, List<RecordReader>> records = new LinkedHashMap<>();
    final Map<String, Object> constants = new HashMap<>();
    private final Map<Atom, Object> written = new LinkedHashMap<>();

    Choices(JavaType type) {
      root = type.raw();
      List<EnumAtoms> enums = new ArrayList<>();
      permit(type, enums);
      enums.forEach(this::constants);
      written.forEach((atom, constant) -> constants.put(atom.value(), constant));
      enums.forEach(atoms -> atoms.constants().forEach(constants::putIfAbsent));
    }

    private void permit(JavaType type, List<EnumAtoms> enums) {
      for (Class<?> permitted : type.raw().getPermittedSubclasses()) {
        JavaType bound = type.boundIn(permitted);
        if (permitted.isRecord()) {
          record(bound);
        } else if (permitted.isEnum()) {
          enums.add(EnumAtoms.of(permitted));
        } else if (permitted.isInterface() && permitted.isSealed()) {
          permit(bound, enums);
        } else {
          throw misfit("permits records and enums only", permitted.getName());
        }
      }
    }

    private void record(JavaType type) {
      RecordReader reader = RecordReader.of(type);
      RecordShape shape = reader.shape();
      if (shape.tag() == null) {
        throw misfit(
            "permits records with a tag only",
            type.raw().getName() + " without @Tagged, and a map does not say which record it is");
      }
      List<RecordReader> sameTag = records.computeIfAbsent(shape.tag(), tag -> new ArrayList<>());
      for (RecordReader other : sameTag) {
        if (other.shape().type() == type.raw()) {
          return;
        } else if (other.shape().components().size() == shape.components().size()) {
          throw misfit(
              "permits records whose tags differ",
              shape.expected()
                  + " for "
                  + other.shape().type().getName()
                  + " and "
                  + type.raw().getName());
        }
      }
      sameTag.add(reader);
    }

    private void constants(EnumAtoms atoms) {
      for (Object constant : atoms.type().getEnumConstants()) {
        Object other = written.put(atoms.atom(constant), constant);
        if (other != null && other != constant) {
          throw misfit(
              "permits enums whose constants differ in their names",
              "the atom "
                  + atoms.atom(constant)
                  + " for "
                  + describe(other)
                  + " and "
                  + describe(constant));
        }
      }
    }

    private static String describe(Object constant) {
      return ((Enum<?>) constant).getDeclaringClass().getName() + "." + constant;
    }

    private Mismatch misfit(String expected, String found) {
      return new Mismatch(
          "a sealed interface that " + expected + " (" + root.getName() + ")", found);
    }

    String expected() {
      Stream<String> tags = records.keySet().stream().map(tag -> "{" + tag + ", ...}");
      Stream<String> atoms = written.keySet().stream().map(Atom::toString);
      List<String> all = Stream.concat(tags, atoms).toList();
      String shown = all.stream().limit(MAX_PRINTED).collect(Collectors.joining(" or "));
      return TermNoun.withArticle(root.getSimpleName())
          + ", that is "
          + shown
          + (all.size() > MAX_PRINTED ? " or another of " + all.size() : "");
    }
  }
}
