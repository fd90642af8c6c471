package io.teleport.term;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Takes one component out of a record and writes it. */
@FunctionalInterface
interface ComponentWriter {

  /**
   * Returns the term of the component.
   *
   * @param record the record
   * @param depth how many levels lead to the component
   * @throws Mismatch if there is none
   */
  Term write(Object record, int depth);

  /** Returns the writer of a component of a record. */
  @SuppressWarnings("unchecked") // the lambdas take any object and cast it to the record's class
  static ComponentWriter of(RecordShape.Component component, MethodHandles.Lookup lookup) {
    MethodHandle accessor = component.accessor();
    Class<?> type = accessor.type().returnType();
    if (type == int.class) {
      return ofInt(
          (ToIntFunction<Object>) lambda(ToIntFunction.class, "applyAsInt", accessor, lookup));
    } else if (type == long.class) {
      return ofLong(
          (ToLongFunction<Object>) lambda(ToLongFunction.class, "applyAsLong", accessor, lookup));
    } else if (type == double.class) {
      return ofDouble(
          (ToDoubleFunction<Object>)
              lambda(ToDoubleFunction.class, "applyAsDouble", accessor, lookup));
    }
    if (type == String.class) {
      return ofText((Function<Object, Object>) lambda(Function.class, "apply", accessor, lookup));
    }
    return ofObject(
        (Function<Object, Object>) lambda(Function.class, "apply", accessor, lookup),
        JavaToTerm.writer(type));
  }

  private static ComponentWriter ofInt(ToIntFunction<Object> get) {
    return (record, depth) -> {
      try {
        return IntegerTerm.of(get.applyAsInt(record));
      } catch (RuntimeException e) {
        throw refused(e);
      }
    };
  }

  private static ComponentWriter ofLong(ToLongFunction<Object> get) {
    return (record, depth) -> {
      try {
        return IntegerTerm.of(get.applyAsLong(record));
      } catch (RuntimeException e) {
        throw refused(e);
      }
    };
  }

  private static ComponentWriter ofDouble(ToDoubleFunction<Object> get) {
    return (record, depth) -> {
      double value;
      try {
        value = get.applyAsDouble(record);
      } catch (RuntimeException e) {
        throw refused(e);
      }
      return JavaToTerm.floating(value);
    };
  }

  private static ComponentWriter ofText(Function<Object, Object> get) {
    return (record, depth) -> {
      String text;
      try {
        text = (String) get.apply(record);
      } catch (RuntimeException e) {
        throw refused(e);
      }
      return text == null ? Atom.UNDEFINED : Binary.utf8(text);
    };
  }

  private static ComponentWriter ofObject(Function<Object, Object> get, ToTerm writer) {
    return (record, depth) -> {
      Object value;
      try {
        value = get.apply(record);
      } catch (RuntimeException e) {
        throw refused(e);
      }
      return writer.write(value, depth);
    };
  }

  private static Mismatch refused(RuntimeException e) {
    return new Mismatch("a value", "an accessor that throws " + e, e);
  }

  /**
   * Makes an accessor a lambda, as the compiler does with a method reference: the JIT compiler sees
   * through it as it does not see through a method handle that it finds in a field. The lambda's
   * class belongs to the class loader of the record.
   */
  private static Object lambda(
      Class<?> functional, String method, MethodHandle accessor, MethodHandles.Lookup lookup) {
    Class<?> type = accessor.type().returnType();
    boolean generic = functional == Function.class;
    MethodType erased = MethodType.methodType(generic ? Object.class : type, Object.class);
    MethodType precise = generic ? accessor.type().wrap() : accessor.type();
    try {
      return LambdaMetafactory.metafactory(
              lookup, method, MethodType.methodType(functional), erased, accessor, precise)
          .getTarget()
          .invoke();
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("cannot make a function of " + accessor, e);
    }
  }
}
