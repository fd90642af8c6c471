package io.teleport.term;

import io.teleport.Address;
import io.teleport.NodeName;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Writes Java values as terms, by the table of {@link Terms}. */
final class JavaToTerm {

  /** Classes whose {@code toString} is what they are written as. */
  private static final Set<Class<?>> TEXTS =
      Set.of(
          BigDecimal.class,
          Character.class,
          Duration.class,
          LocalDate.class,
          LocalDateTime.class,
          LocalTime.class,
          OffsetDateTime.class,
          URI.class,
          UUID.class,
          ZonedDateTime.class);

  private static final ToTerm ANY = JavaToTerm::write;

  private JavaToTerm() {}

  /** Returns the writer of values of a declared type. */
  static ToTerm writer(Class<?> declared) {
    if (declared.isEnum()) {
      return EnumAtoms.of(declared);
    }
    return declared.isRecord() ? RecordWriter.when(declared) : ANY;
  }

  /** Returns the writer of a record class that has a form of its own, else null. */
  static ToTerm ownForm(Class<?> record) {
    if (Term.class.isAssignableFrom(record)) {
      return (value, sink, depth) -> sink.term((Term) value);
    } else if (record == NodeName.class) {
      return (value, sink, depth) -> sink.atom(new Atom(value.toString()));
    } else if (record == Address.Named.class) {
      return (value, sink, depth) -> sink.term(address((Address.Named) value));
    } else if (record == Address.Process.class) {
      return (value, sink, depth) -> sink.term(((Address.Process) value).pid());
    }
    return null;
  }

  private static Term address(Address.Named address) {
    return Tuple.of(new Atom(address.name()), new Atom(address.node().toString()));
  }

  /** Writes a value of any type. */
  static void write(Object value, TermSink sink, int depth) {
    if (value == null) {
      sink.atom(Atom.UNDEFINED);
    } else if (value instanceof String text) {
      sink.text(text);
    } else if (value instanceof Number number) {
      number(sink, number);
    } else if (value instanceof Record) {
      RecordWriter.of(value.getClass()).write(value, sink, depth);
    } else if (value instanceof Boolean bool) {
      sink.atom(Atom.of((boolean) bool));
    } else if (value instanceof Enum<?> constant) {
      sink.atom(EnumAtoms.of(constant.getDeclaringClass()).atom(constant));
    } else if (value instanceof Instant time) {
      sink.term(InstantText.write(time));
    } else if (value instanceof Term term) {
      sink.term(term);
    } else {
      structure(value, sink, depth);
    }
  }

  private static void structure(Object value, TermSink sink, int depth) {
    if (value instanceof Collection<?> elements) {
      list(elements.toArray(), sink, depth);
    } else if (value instanceof Map<?, ?> map) {
      map(map, sink, depth);
    } else if (value instanceof Optional<?> optional) {
      write(optional.orElse(null), sink, Mismatch.deeper(depth));
    } else if (value instanceof Object[] elements) {
      list(elements, sink, depth);
    } else if (value.getClass().isArray()) {
      sink.term(primitives(value));
    } else {
      other(value, sink);
    }
  }

  private static void other(Object value, TermSink sink) {
    if (TEXTS.contains(value.getClass())) {
      sink.text(value.toString());
    } else if (value instanceof ByteBuffer buffer) {
      sink.term(Binary.of(buffer));
    } else if (value instanceof InputStream stream) {
      sink.term(Binary.ofStream(stream));
    } else if (value instanceof ReadableByteChannel channel) {
      sink.term(Binary.ofChannel(channel));
    } else if (value instanceof Path file) {
      sink.term(Binary.ofFile(file));
    } else {
      throw new Mismatch(
          "a value that can be sent (see the table of io.teleport.term.Terms)",
          "an object of " + value.getClass().getName());
    }
  }

  private static void number(TermSink sink, Number number) {
    if (number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte) {
      sink.integer(number.longValue());
    } else if (number instanceof Double || number instanceof Float) {
      floating(sink, number.doubleValue());
    } else if (number instanceof BigInteger big) {
      sink.term(IntegerTerm.of(big));
    } else if (number instanceof BigDecimal decimal) {
      sink.text(decimal.toString());
    } else {
      throw new Mismatch(
          "a number of a type in the table of io.teleport.term.Terms",
          TermNoun.withArticle(number.getClass().getName()));
    }
  }

  static void floating(TermSink sink, double value) {
    if (!Double.isFinite(value)) {
      throw new Mismatch("a finite number", Double.toString(value));
    }
    sink.floating(value);
  }

  private static void list(Object[] elements, TermSink sink, int depth) {
    int inner = Mismatch.deeper(depth);
    if (elements.length == 0) {
      sink.term(ListTerm.EMPTY);
    } else if (mayBeNumber(elements[0]) && !(sink instanceof TermBuilder)) {
      // Lists of numbers have a form of their own, and only the whole shows whether this is one.
      TermBuilder builder = new TermBuilder();
      elements(elements, builder, inner);
      sink.term(builder.result());
    } else {
      elements(elements, sink, inner);
    }
  }

  private static boolean mayBeNumber(Object value) {
    return value instanceof Number || value instanceof IntegerTerm || value instanceof Optional<?>;
  }

  private static void elements(Object[] elements, TermSink sink, int depth) {
    sink.beginList(elements.length);
    // Most lists hold values of one class, whose writer is then looked up once.
    Class<?> last = null;
    ToTerm writer = ANY;
    for (int i = 0; i < elements.length; i++) {
      Object element = elements[i];
      try {
        if (element instanceof Record && element.getClass() != last) {
          last = element.getClass();
          writer = RecordWriter.of(last);
        }
        (element instanceof Record ? writer : ANY).write(element, sink, depth);
      } catch (Mismatch e) {
        throw e.at(i);
      }
    }
    sink.endList();
  }

  private static Term primitives(Object array) {
    if (array instanceof byte[] bytes) {
      return Binary.wrap(bytes);
    } else if (array instanceof int[] numbers) {
      return ListTerm.wrap(numbers.clone());
    } else if (array instanceof long[] numbers) {
      return ListTerm.wrap(numbers.clone());
    }
    TermBuilder builder = new TermBuilder();
    int length = Array.getLength(array);
    builder.beginList(length);
    for (int i = 0; i < length; i++) {
      try {
        write(Array.get(array, i), builder, 0);
      } catch (Mismatch e) {
        throw e.at(i);
      }
    }
    builder.endList();
    return builder.result();
  }

  /** Writes a map; as a term of its own, because two keys may be one as terms. */
  private static void map(Map<?, ?> map, TermSink sink, int depth) {
    int inner = Mismatch.deeper(depth);
    Object[] entries = map.entrySet().toArray();
    TermBuilder builder = new TermBuilder();
    builder.beginMap(entries.length);
    for (Object each : entries) {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) each;
      try {
        write(entry.getKey(), builder, inner);
        write(entry.getValue(), builder, inner);
      } catch (Mismatch e) {
        throw e.atKey(entry.getKey());
      }
    }
    builder.endAnyMap();
    sink.term(builder.result());
  }
}
