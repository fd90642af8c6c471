package io.teleport.term;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Takes one component out of records of a class and writes it.
 *
 * <p>Accessors are called through method handles, which the JVM specializes when they are used
 * often. Lambdas made at run time would serve as well, but only for records of our own class
 * loader.
 */
abstract class ComponentWriter {

  private static final MethodType TO_SINK =
      MethodType.methodType(void.class, TermSink.class, Object.class);
  private static final MethodType TO_OBJECT = MethodType.methodType(Object.class, Object.class);

  private static final MethodHandle INTEGER = conversion("integer", long.class);
  private static final MethodHandle FLOAT = conversion("floating", double.class);
  private static final MethodHandle BOOLEAN = conversion("bool", boolean.class);
  private static final MethodHandle TEXT = conversion("text", String.class);

  /** Returns the writer of a component of a record. */
  static ComponentWriter of(RecordShape.Component component) {
    Class<?> type = component.accessor().type().returnType();
    MethodHandle conversion = conversionOf(type);
    return conversion != null
        ? new OfSimple(component.accessor(), conversion)
        : new OfObject(component.accessor(), JavaToTerm.writer(type));
  }

  private static MethodHandle conversionOf(Class<?> type) {
    if (type == int.class || type == long.class || type == short.class || type == byte.class) {
      return INTEGER;
    } else if (type == double.class || type == float.class) {
      return FLOAT;
    } else if (type == boolean.class) {
      return BOOLEAN;
    }
    return type == String.class ? TEXT : null;
  }

  private static MethodHandle conversion(String method, Class<?> from) {
    try {
      return MethodHandles.lookup()
          .findStatic(
              JavaToTerm.class, method, MethodType.methodType(void.class, TermSink.class, from));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the conversion " + method + " is missing", e);
    }
  }

  /**
   * Writes the component.
   *
   * @param record the record
   * @param sink takes the term
   * @param depth how many levels lead to the component
   * @throws Mismatch if there is no term of it
   */
  abstract void write(Object record, TermSink sink, int depth);

  private static Mismatch refused(Throwable e) {
    return new Mismatch("a value", "an accessor that throws " + e, e);
  }

  /** Of a type whose values have no parts; the accessor and the conversion are one handle. */
  private static final class OfSimple extends ComponentWriter {
    private final MethodHandle writer;

    OfSimple(MethodHandle accessor, MethodHandle conversion) {
      Class<?> from = conversion.type().parameterType(1);
      writer =
          MethodHandles.filterArguments(
                  conversion, 1, accessor.asType(accessor.type().changeReturnType(from)))
              .asType(TO_SINK);
    }

    @Override
    void write(Object record, TermSink sink, int depth) {
      try {
        writer.invokeExact(sink, record);
      } catch (Mismatch | Error e) {
        throw e;
      } catch (Throwable e) {
        throw refused(e);
      }
    }
  }

  /** Of any other type. */
  private static final class OfObject extends ComponentWriter {
    private final MethodHandle accessor;
    private final ToTerm writer;

    OfObject(MethodHandle accessor, ToTerm writer) {
      this.accessor = accessor.asType(TO_OBJECT);
      this.writer = writer;
    }

    @Override
    void write(Object record, TermSink sink, int depth) {
      writer.write(value(record), sink, depth);
    }

    private Object value(Object record) {
      try {
        return (Object) accessor.invokeExact(record);
      } catch (Error e) {
        throw e;
      } catch (Throwable e) {
        throw refused(e);
      }
    }
  }
}
