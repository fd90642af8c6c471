package io.teleport.term;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * What is known of a record class: its tag, its components, and how to make one.
 *
 * @param type the class
 * @param tag the first element of its tuples; null if it is written as a map
 * @param components in order
 * @param constructor takes an {@code Object[]} of a value for each component, returns an {@code
 *     Object}
 */
record RecordShape(Class<?> type, Atom tag, List<Component> components, MethodHandle constructor) {

  /**
   * A component of a record.
   *
   * @param declared the component as it was declared
   * @param key its name in a map
   * @param accessor reads it
   */
  record Component(RecordComponent declared, Atom key, MethodHandle accessor) {
    /** Returns the step to the component in the path of an error. */
    String step() {
      return "." + declared.getName();
    }
  }

  static RecordShape of(Class<?> type) {
    RecordComponent[] declared = type.getRecordComponents();
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      Component[] components = new Component[declared.length];
      for (int i = 0; i < declared.length; i++) {
        MethodHandle accessor = lookup.unreflect(declared[i].getAccessor());
        Atom key = TermNames.of(type, declared[i], declared[i].getName());
        components[i] = new Component(declared[i], key, accessor);
      }
      TermNames.checkDistinct(type, Arrays.stream(components).map(Component::key).toList());
      return new RecordShape(
          type, TermNames.tag(type), List.of(components), constructor(lookup, declared));
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      throw new Mismatch("a record", type.getName() + ", whose module is not open to Teleport", e);
    } catch (IllegalArgumentException e) {
      throw new Mismatch(
          "a record of no more components than the JVM can pass on", type.getName(), e);
    }
  }

  private static MethodHandle constructor(MethodHandles.Lookup lookup, RecordComponent[] declared)
      throws IllegalAccessException {
    Class<?>[] types =
        Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return lookup
          .findConstructor(lookup.lookupClass(), MethodType.methodType(void.class, types))
          .asFixedArity()
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (NoSuchMethodException e) {
      throw new AssertionError(
          lookup.lookupClass() + " lacks the constructor that every record has", e);
    }
  }

  /** Makes a record. */
  Object create(Object[] values) {
    try {
      return (Object) constructor.invokeExact(values);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new Mismatch(
          "values that make " + TermNoun.withArticle(type.getSimpleName()),
          "values that its constructor refuses with " + e,
          e);
    }
  }

  /** Says what a term has to be to make such a record. */
  String expected() {
    return tag == null
        ? "a map that makes " + TermNoun.withArticle(type.getSimpleName())
        : TermNoun.tagged(tag, components.size() + 1);
  }
}
