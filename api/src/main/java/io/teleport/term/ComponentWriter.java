package io.teleport.term;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/**
 * Takes one component out of records of a class and writes it.
 *
 * <p>Accessors are called through method handles, which the JVM specializes when they are used
 * often. Lambdas made at run time would serve as well, but only for records of our own class
 * loader. There is a subclass for each kind of type, so that the JIT compiler knows the one handle
 * and the one call after it.
 */
abstract class ComponentWriter {

  private final MethodHandle accessor;

  private ComponentWriter(MethodHandle accessor, Class<?> result) {
    this.accessor = accessor.asType(MethodType.methodType(result, Object.class));
  }

  /** Returns the writer of a component of a record. */
  static ComponentWriter of(RecordShape.Component component) {
    MethodHandle accessor = component.accessor();
    Class<?> type = accessor.type().returnType();
    if (type == int.class || type == long.class || type == short.class || type == byte.class) {
      return new OfInteger(accessor);
    } else if (type == double.class || type == float.class) {
      return new OfFloat(accessor);
    } else if (type == boolean.class) {
      return new OfBoolean(accessor);
    } else if (type == String.class) {
      return new OfText(accessor);
    }
    return new OfObject(accessor, JavaToTerm.writer(type));
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

  /** Returns the accessor, which takes an {@code Object}. */
  final MethodHandle accessor() {
    return accessor;
  }

  private static Mismatch refused(Throwable e) {
    return new Mismatch("a value", "an accessor that throws " + e, e);
  }

  private static final class OfInteger extends ComponentWriter {
    OfInteger(MethodHandle accessor) {
      super(accessor, long.class);
    }

    @Override
    void write(Object record, TermSink sink, int depth) {
      long value;
      try {
        value = (long) accessor().invokeExact(record);
      } catch (Error e) {
        throw e;
      } catch (Throwable e) {
        throw refused(e);
      }
      sink.integer(value);
    }
  }

  private static final class OfFloat extends ComponentWriter {
    OfFloat(MethodHandle accessor) {
      super(accessor, double.class);
    }

    @Override
    void write(Object record, TermSink sink, int depth) {
      double value;
      try {
        value = (double) accessor().invokeExact(record);
      } catch (Error e) {
        throw e;
      } catch (Throwable e) {
        throw refused(e);
      }
      JavaToTerm.floating(sink, value);
    }
  }

  private static final class OfBoolean extends ComponentWriter {
    OfBoolean(MethodHandle accessor) {
      super(accessor, boolean.class);
    }

    @Override
    void write(Object record, TermSink sink, int depth) {
      boolean value;
      try {
        value = (boolean) accessor().invokeExact(record);
      } catch (Error e) {
        throw e;
      } catch (Throwable e) {
        throw refused(e);
      }
      sink.atom(Atom.of(value));
    }
  }

  private static final class OfText extends ComponentWriter {
    OfText(MethodHandle accessor) {
      super(accessor, String.class);
    }

    @Override
    void write(Object record, TermSink sink, int depth) {
      String value;
      try {
        value = (String) accessor().invokeExact(record);
      } catch (Error e) {
        throw e;
      } catch (Throwable e) {
        throw refused(e);
      }
      if (value == null) {
        sink.atom(Atom.UNDEFINED);
      } else {
        sink.text(value);
      }
    }
  }

  /** Of any other type. */
  private static final class OfObject extends ComponentWriter {
    private final ToTerm writer;

    OfObject(MethodHandle accessor, ToTerm writer) {
      super(accessor, Object.class);
      this.writer = writer;
    }

    @Override
    void write(Object record, TermSink sink, int depth) {
      Object value;
      try {
        value = (Object) accessor().invokeExact(record);
      } catch (Error e) {
        throw e;
      } catch (Throwable e) {
        throw refused(e);
      }
      writer.write(value, sink, depth);
    }
  }
}
