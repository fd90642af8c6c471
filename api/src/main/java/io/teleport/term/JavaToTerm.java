package io.teleport.term;

import io.teleport.Address;
import io.teleport.NodeName;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Writes Java values as terms, by the table of {@link Terms}. */
final class JavaToTerm {

  private JavaToTerm() {}

  static Term convert(Object value, ValuePath path) {
    if (value == null) {
      return Atom.UNDEFINED;
    } else if (value instanceof Term term) {
      return term;
    } else if (value instanceof String text) {
      return Binary.utf8(text);
    } else if (value instanceof Number number) {
      return number(number, path);
    } else if (value instanceof Boolean bool) {
      return Atom.of((boolean) bool);
    } else if (value instanceof Collection<?> elements) {
      return list(elements, path);
    } else if (value instanceof Map<?, ?> map) {
      return map(map, path);
    } else if (value instanceof Optional<?> optional) {
      return convert(optional.orElse(null), path);
    } else if (value instanceof Enum<?> constant) {
      return new Atom(constant.name());
    }
    Term bytes = bytes(value);
    return bytes != null ? bytes : other(value, path);
  }

  private static Term bytes(Object value) {
    if (value instanceof byte[] bytes) {
      return Binary.wrap(bytes);
    } else if (value instanceof ByteBuffer buffer) {
      return Binary.of(buffer);
    } else if (value instanceof InputStream stream) {
      return Binary.ofStream(stream);
    } else if (value instanceof Path file) {
      return Binary.ofFile(file);
    }
    return null;
  }

  private static Term other(Object value, ValuePath path) {
    if (value instanceof NodeName node) {
      return new Atom(node.toString());
    } else if (value instanceof Address.Named named) {
      return Tuple.of(new Atom(named.name()), new Atom(named.node().toString()));
    } else if (value instanceof Address.Process process) {
      return process.pid();
    } else if (value instanceof Record) {
      return record(value, path);
    } else if (value.getClass().isArray()) {
      return array(value, path);
    } else if (value instanceof Instant
        || value instanceof Duration
        || value instanceof UUID
        || value instanceof Character) {
      return Binary.utf8(value.toString());
    }
    throw path.mismatch(
        "a value that can be sent (see the table of io.teleport.term.Terms)",
        "an object of " + value.getClass().getName());
  }

  private static Term number(Number number, ValuePath path) {
    if (number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte) {
      return IntegerTerm.of(number.longValue());
    } else if (number instanceof BigInteger big) {
      return IntegerTerm.of(big);
    } else if (number instanceof Double || number instanceof Float) {
      double value = number.doubleValue();
      if (!Double.isFinite(value)) {
        throw path.mismatch("a finite number", Double.toString(value));
      }
      return new FloatTerm(value);
    }
    throw path.mismatch(
        "a number of a type in the table of io.teleport.term.Terms",
        "a " + number.getClass().getName());
  }

  private static Term list(Collection<?> elements, ValuePath path) {
    List<Term> terms = new ArrayList<>(elements.size());
    for (Object element : elements) {
      terms.add(convert(element, path.index(terms.size())));
    }
    return ListTerm.of(terms);
  }

  private static Term array(Object array, ValuePath path) {
    Term[] terms = new Term[Array.getLength(array)];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = convert(Array.get(array, i), path.index(i));
    }
    return ListTerm.of(terms);
  }

  private static Term map(Map<?, ?> map, ValuePath path) {
    Map<Term, Term> entries = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          ValuePath at = path.key(TermToJava.printKey(key));
          Term keyTerm = convert(key, at);
          if (entries.put(keyTerm, convert(value, at)) != null) {
            throw at.mismatch("keys that differ as terms", "the key " + keyTerm + " twice");
          }
        });
    return MapTerm.of(entries);
  }

  private static Term record(Object value, ValuePath path) {
    Map<Term, Term> entries = new LinkedHashMap<>();
    for (RecordShape.Component component : RecordShape.of(value.getClass(), path).components()) {
      ValuePath at = path.component(component.name());
      entries.put(component.atom(), convert(RecordShape.value(component, value, at), at));
    }
    return MapTerm.of(entries);
  }
}
