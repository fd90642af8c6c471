package io.teleport.term;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * The components of a record class and its constructor. What is remembered hangs on the record
 * class itself, and so keeps no class loader of an application alive.
 *
 * @param components in order
 * @param constructor takes a value for each component
 */
record RecordShape(List<Component> components, Constructor<?> constructor) {

  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return read(type);
        }
      };

  /**
   * A component of a record.
   *
   * @param declared the component as it was declared
   * @param atom its name
   * @param accessor reads it
   */
  record Component(RecordComponent declared, Atom atom, Method accessor) {
    String name() {
      return atom.value();
    }
  }

  /** Returns the shape of a record class. */
  static RecordShape of(Class<?> type, ValuePath path) {
    try {
      return SHAPES.get(type);
    } catch (InaccessibleObjectException e) {
      throw new TermConversionException(
          path.toString(),
          "a record",
          type.getName() + ", whose module is not open to Teleport",
          e);
    }
  }

  private static RecordShape read(Class<?> type) {
    RecordComponent[] declared = type.getRecordComponents();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return new RecordShape(
          Arrays.stream(declared).map(RecordShape::component).toList(), constructor);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(type + " lacks the constructor that every record has", e);
    }
  }

  private static Component component(RecordComponent declared) {
    Method accessor = declared.getAccessor();
    accessor.setAccessible(true);
    return new Component(declared, new Atom(declared.getName()), accessor);
  }

  /** Reads a component of a record. */
  static Object value(Component component, Object of, ValuePath path) {
    try {
      return component.accessor().invoke(of);
    } catch (InvocationTargetException e) {
      throw new TermConversionException(
          path.toString(), "a value", "an accessor that throws " + e.getCause(), e.getCause());
    } catch (IllegalAccessException e) {
      throw new TermConversionException(
          path.toString(), "a value", "an accessor that cannot be called", e);
    }
  }

  /** Makes a record. */
  Object create(Object[] values, ValuePath path) {
    String expected = "values that make a " + constructor.getDeclaringClass().getSimpleName();
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new TermConversionException(
          path.toString(),
          expected,
          "values that its constructor refuses with " + e.getCause(),
          e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new TermConversionException(
          path.toString(), expected, "a constructor that cannot be called", e);
    }
  }
}
