package io.teleport.term;

import io.teleport.Address;
import io.teleport.NodeName;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Reads terms as Java values that have no elements. */
final class ScalarReading {

  private static final int UUID_SIZE = 16;

  private ScalarReading() {}

  /**
   * Reads a term as a value of a type that is not primitive; returns null if the type is none of
   * those known here.
   */
  static Object read(Term term, Class<?> type, ValuePath path) {
    if (type == String.class) {
      return text(term, "text", path);
    } else if (Number.class.isAssignableFrom(type)) {
      return number(term, type, path);
    } else if (type == Boolean.class) {
      return bool(term, path);
    } else if (type == Character.class) {
      return character(term, path);
    } else if (type == byte[].class) {
      return bytes(term, path);
    } else if (type == ByteBuffer.class) {
      return ByteBuffer.wrap(bytes(term, path));
    } else if (type == InputStream.class) {
      return stream(term, path);
    }
    return named(term, type, path);
  }

  private static Object named(Term term, Class<?> type, ValuePath path) {
    try {
      if (type == Instant.class) {
        return Instant.parse(text(term, "a time by ISO 8601", path));
      } else if (type == Duration.class) {
        return Duration.parse(text(term, "a duration by ISO 8601", path));
      } else if (type == UUID.class) {
        return uuid(term, path);
      } else if (type == NodeName.class) {
        return NodeName.of(atom(term, "the name of a node as an atom", path));
      } else if (Address.class.isAssignableFrom(type)) {
        return address(term, type, path);
      }
      return null;
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new TermConversionException(
          path.toString(),
          "a " + type.getSimpleName(),
          TermNoun.of(term) + ": " + e.getMessage(),
          e);
    }
  }

  private static String text(Term term, String expected, ValuePath path) {
    if (term instanceof Binary binary) {
      try {
        return binary.asString();
      } catch (TermConversionException e) {
        throw new TermConversionException(path.toString(), e.expected(), e.found(), e);
      }
    } else if (term instanceof Atom atom) {
      return atom.value();
    } else if (term instanceof ListTerm list && list.isProper()) {
      return codePoints(list, expected, path);
    }
    throw path.mismatch(expected, term);
  }

  private static String codePoints(ListTerm list, String expected, ValuePath path) {
    StringBuilder text = new StringBuilder(list.elements().size());
    for (Term element : list.elements()) {
      boolean fits =
          element instanceof IntegerTerm integer
              && integer.isLong()
              && integer.longValue() >= 0
              && integer.longValue() <= Character.MAX_CODE_POINT;
      if (!fits) {
        throw path.mismatch(
            expected + " or a list of code points", "a list that holds " + TermNoun.of(element));
      }
      text.appendCodePoint(((IntegerTerm) element).intValue());
    }
    return text.toString();
  }

  private static Object number(Term term, Class<?> type, ValuePath path) {
    if (type == Double.class || type == Float.class || type == Number.class) {
      return floating(term, type, path);
    }
    if (type != BigInteger.class
        && type != Long.class
        && type != Integer.class
        && type != Short.class
        && type != Byte.class) {
      throw path.mismatch("a type in the table of io.teleport.term.Terms", type.getName());
    }
    if (!(term instanceof IntegerTerm integer)) {
      throw path.mismatch("an integer", term);
    }
    BigInteger value = integer.bigValue();
    try {
      if (type == Long.class) {
        return integer.longValue();
      } else if (type == Integer.class) {
        return integer.intValue();
      } else if (type == Short.class) {
        return value.shortValueExact();
      } else if (type == Byte.class) {
        return value.byteValueExact();
      }
      return value;
    } catch (ArithmeticException e) {
      throw new TermConversionException(
          path.toString(),
          "an integer that fits into a " + type.getSimpleName(),
          TermNoun.of(term),
          e);
    }
  }

  private static Object floating(Term term, Class<?> type, ValuePath path) {
    if (type == Number.class && term instanceof IntegerTerm integer) {
      return integer.isLong() ? (Object) integer.longValue() : integer.bigValue();
    }
    double value;
    if (term instanceof FloatTerm number) {
      value = number.value();
    } else if (term instanceof IntegerTerm integer) {
      value = integer.bigValue().doubleValue();
    } else {
      throw path.mismatch("a number", term);
    }
    boolean fits = type == Float.class ? Float.isFinite((float) value) : Double.isFinite(value);
    if (!fits) {
      throw path.mismatch("a number that fits into a " + type.getSimpleName(), term);
    }
    return type == Float.class ? (Object) (float) value : (Object) value;
  }

  private static Object bool(Term term, ValuePath path) {
    if (term.equals(Atom.TRUE) || term.equals(Atom.FALSE)) {
      return term.equals(Atom.TRUE);
    }
    throw path.mismatch("true or false", term);
  }

  private static Object character(Term term, ValuePath path) {
    String text = text(term, "a character", path);
    if (text.length() != 1) {
      throw path.mismatch("text of one char", "text of " + text.length());
    }
    return text.charAt(0);
  }

  private static byte[] bytes(Term term, ValuePath path) {
    if (term instanceof Binary binary) {
      return binary.toByteArray();
    }
    throw path.mismatch("a binary", term);
  }

  private static InputStream stream(Term term, ValuePath path) {
    if (term instanceof Binary binary && !binary.content().repeatable()) {
      return binary.openStream();
    }
    return new ByteArrayInputStream(bytes(term, path));
  }

  private static UUID uuid(Term term, ValuePath path) {
    if (term instanceof Binary binary && binary.size() == UUID_SIZE) {
      ByteBuffer bytes = ByteBuffer.wrap(binary.toByteArray());
      return new UUID(bytes.getLong(), bytes.getLong());
    }
    String text = text(term, "a UUID", path);
    UUID uuid = UUID.fromString(text);
    if (!uuid.toString().equalsIgnoreCase(text)) {
      // UUID.fromString also reads "1-2-3-4-5".
      throw path.mismatch("a UUID of 36 characters", "one of " + text.length());
    }
    return uuid;
  }

  private static Address address(Term term, Class<?> type, ValuePath path) {
    Address address = null;
    if (term instanceof Pid pid) {
      address = Address.of(pid);
    } else if (term instanceof Tuple tuple
        && tuple.size() == 2
        && tuple.get(0) instanceof Atom name
        && tuple.get(1) instanceof Atom node) {
      address = Address.of(name.value(), node.value());
    }
    if (!type.isInstance(address)) {
      throw path.mismatch("an address: {Name, Node} of two atoms, or a pid", term);
    }
    return address;
  }

  private static String atom(Term term, String expected, ValuePath path) {
    if (term instanceof Atom atom) {
      return atom.value();
    }
    throw path.mismatch(expected, term);
  }
}
