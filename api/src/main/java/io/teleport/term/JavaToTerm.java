package io.teleport.term;

import io.teleport.Address;
import io.teleport.NodeName;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
    if (declared == Instant.class) {
      return (value, depth) -> value == null ? Atom.UNDEFINED : InstantText.write((Instant) value);
    } else if (declared.isEnum()) {
      return EnumAtoms.of(declared);
    }
    return declared.isRecord() ? RecordWriter.when(declared) : ANY;
  }

  /** Writes a value of any type. */
  static Term write(Object value, int depth) {
    if (value == null) {
      return Atom.UNDEFINED;
    } else if (value instanceof String text) {
      return Binary.utf8(text);
    } else if (value instanceof Number number) {
      return number(number);
    } else if (value instanceof Record) {
      return RecordWriter.of(value.getClass()).write(value, depth);
    } else if (value instanceof Boolean bool) {
      return Atom.of((boolean) bool);
    } else if (value instanceof Enum<?> constant) {
      return EnumAtoms.of(constant.getDeclaringClass()).write(constant, depth);
    } else if (value instanceof Instant time) {
      return InstantText.write(time);
    } else if (value instanceof Term term) {
      return term;
    } else if (value instanceof Collection<?> elements) {
      return list(elements.toArray(), depth);
    } else if (value instanceof Map<?, ?> map) {
      return map(map, depth);
    } else if (value instanceof Optional<?> optional) {
      return write(optional.orElse(null), Mismatch.deeper(depth));
    } else if (value.getClass().isArray()) {
      return array(value, depth);
    }
    return other(value);
  }

  private static Term other(Object value) {
    if (TEXTS.contains(value.getClass())) {
      return Binary.utf8(value.toString());
    } else if (value instanceof ByteBuffer buffer) {
      return Binary.of(buffer);
    } else if (value instanceof InputStream stream) {
      return Binary.ofStream(stream);
    } else if (value instanceof Path file) {
      return Binary.ofFile(file);
    }
    throw new Mismatch(
        "a value that can be sent (see the table of io.teleport.term.Terms)",
        "an object of " + value.getClass().getName());
  }

  /** Returns the writer of a record class that has a form of its own, else null. */
  static ToTerm ownForm(Class<?> record) {
    if (Term.class.isAssignableFrom(record)) {
      return (value, depth) -> (Term) value;
    } else if (record == NodeName.class) {
      return (value, depth) -> new Atom(value.toString());
    } else if (record == Address.Named.class) {
      return (value, depth) -> address((Address.Named) value);
    } else if (record == Address.Process.class) {
      return (value, depth) -> ((Address.Process) value).pid();
    }
    return null;
  }

  private static Term address(Address.Named address) {
    return Tuple.of(new Atom(address.name()), new Atom(address.node().toString()));
  }

  private static Term number(Number number) {
    if (number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte) {
      return IntegerTerm.of(number.longValue());
    } else if (number instanceof Double || number instanceof Float) {
      return floating(number.doubleValue());
    } else if (number instanceof BigInteger big) {
      return IntegerTerm.of(big);
    } else if (number instanceof BigDecimal decimal) {
      return Binary.utf8(decimal.toString());
    }
    throw new Mismatch(
        "a number of a type in the table of io.teleport.term.Terms",
        TermNoun.withArticle(number.getClass().getName()));
  }

  static Term integer(long value) {
    return IntegerTerm.of(value);
  }

  static Term bool(boolean value) {
    return Atom.of(value);
  }

  static Term text(String value) {
    return value == null ? Atom.UNDEFINED : Binary.utf8(value);
  }

  static Term floating(double value) {
    if (!Double.isFinite(value)) {
      throw new Mismatch("a finite number", Double.toString(value));
    }
    return new FloatTerm(value);
  }

  private static Term list(Object[] elements, int depth) {
    int inner = Mismatch.deeper(depth);
    Term[] terms = new Term[elements.length];
    // Most lists hold values of one class, whose writer is then looked up once.
    Class<?> last = null;
    ToTerm writer = ANY;
    for (int i = 0; i < terms.length; i++) {
      Object element = elements[i];
      try {
        if (element instanceof Record && element.getClass() != last) {
          last = element.getClass();
          writer = RecordWriter.of(last);
        }
        terms[i] = (element instanceof Record ? writer : ANY).write(element, inner);
      } catch (Mismatch e) {
        throw e.at(i);
      }
    }
    return ListTerm.wrap(terms);
  }

  private static Term array(Object array, int depth) {
    if (array instanceof byte[] bytes) {
      return Binary.wrap(bytes);
    } else if (array instanceof Object[] elements) {
      return list(elements, depth);
    } else if (array instanceof int[] numbers) {
      return ListTerm.wrap(numbers.clone());
    } else if (array instanceof long[] numbers) {
      return ListTerm.wrap(numbers.clone());
    }
    Term[] terms = new Term[Array.getLength(array)];
    for (int i = 0; i < terms.length; i++) {
      try {
        terms[i] = primitive(array, i);
      } catch (Mismatch e) {
        throw e.at(i);
      }
    }
    return ListTerm.wrap(terms);
  }

  private static Term primitive(Object array, int index) {
    return array instanceof double[] numbers
        ? floating(numbers[index])
        : write(Array.get(array, index), 0);
  }

  private static Term map(Map<?, ?> map, int depth) {
    int inner = Mismatch.deeper(depth);
    List<Term> keysAndValues = new ArrayList<>(2 * map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      try {
        keysAndValues.add(write(entry.getKey(), inner));
        keysAndValues.add(write(entry.getValue(), inner));
      } catch (Mismatch e) {
        throw e.atKey(entry.getKey());
      }
    }
    return map(keysAndValues.toArray(Term[]::new));
  }

  private static MapTerm map(Term[] keysAndValues) {
    try {
      return MapTerm.wrap(keysAndValues);
    } catch (IllegalArgumentException e) {
      Set<Term> seen = new HashSet<>();
      for (int i = 0; i < keysAndValues.length; i += 2) {
        if (!seen.add(keysAndValues[i])) {
          throw new Mismatch(
                  "keys that differ as terms", "the key " + keysAndValues[i] + " twice", e)
              .atKey(keysAndValues[i]);
        }
      }
      throw e;
    }
  }
}
