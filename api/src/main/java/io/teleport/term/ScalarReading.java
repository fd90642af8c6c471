package io.teleport.term;

import io.teleport.Address;
import io.teleport.NodeName;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Reads terms as Java values that have no elements. */
final class ScalarReading {

  private static final Map<Class<?>, FromTerm> READERS = readers();

  private ScalarReading() {}

  /** Returns the reader of a type, null if the type is none of those known here. */
  static FromTerm of(Class<?> type) {
    return READERS.get(type);
  }

  private static Map<Class<?>, FromTerm> readers() {
    Map<Class<?>, FromTerm> readers = new HashMap<>();
    primitive(readers, boolean.class, Boolean.class, ScalarReading::bool);
    primitive(readers, byte.class, Byte.class, NumberReading::toByte);
    primitive(readers, short.class, Short.class, NumberReading::toShort);
    primitive(readers, int.class, Integer.class, NumberReading::toInt);
    primitive(readers, long.class, Long.class, NumberReading::toLong);
    primitive(readers, float.class, Float.class, NumberReading::toFloat);
    primitive(readers, double.class, Double.class, NumberReading::toDouble);
    primitive(readers, char.class, Character.class, TextReading::character);
    nullable(readers, Number.class, NumberReading::toNumber);
    nullable(readers, BigInteger.class, NumberReading::toBigInteger);
    nullable(readers, BigDecimal.class, NumberReading::toBigDecimal);
    nullable(readers, String.class, term -> TextReading.text(term, "text"));
    nullable(readers, UUID.class, TextReading::uuid);
    nullable(readers, URI.class, TextReading.parser("a URI", URI::create));
    nullable(readers, Instant.class, TextReading.parser("a time by ISO 8601", InstantText::read));
    nullable(
        readers, Duration.class, TextReading.parser("a duration by ISO 8601", Duration::parse));
    nullable(readers, LocalDate.class, CalendarReading::date);
    nullable(readers, LocalTime.class, CalendarReading::time);
    nullable(readers, LocalDateTime.class, CalendarReading::dateTime);
    nullable(
        readers,
        OffsetDateTime.class,
        TextReading.parser(CalendarReading.WITH_OFFSET, OffsetDateTime::parse));
    nullable(
        readers,
        ZonedDateTime.class,
        TextReading.parser(CalendarReading.WITH_ZONE, ZonedDateTime::parse));
    nullable(readers, byte[].class, ScalarReading::bytes);
    nullable(readers, ByteBuffer.class, term -> ByteBuffer.wrap(bytes(term)));
    nullable(readers, InputStream.class, ScalarReading::stream);
    nullable(readers, NodeName.class, ScalarReading::nodeName);
    nullable(readers, Address.class, term -> address(term, Address.class));
    nullable(readers, Address.Named.class, term -> address(term, Address.Named.class));
    nullable(readers, Address.Process.class, term -> address(term, Address.Process.class));
    return Map.copyOf(readers);
  }

  private static void primitive(
      Map<Class<?>, FromTerm> readers,
      Class<?> primitive,
      Class<?> boxed,
      Function<Term, Object> reading) {
    readers.put(primitive, (term, depth) -> reading.apply(term));
    nullable(readers, boxed, reading);
  }

  private static void nullable(
      Map<Class<?>, FromTerm> readers, Class<?> type, Function<Term, Object> reading) {
    readers.put(type, (term, depth) -> Nulls.isNull(term) ? null : reading.apply(term));
  }

  private static Object bool(Term term) {
    if (term.equals(Atom.TRUE)) {
      return true;
    } else if (term.equals(Atom.FALSE)) {
      return false;
    }
    throw new Mismatch("true or false", term);
  }

  private static byte[] bytes(Term term) {
    if (term instanceof Binary binary) {
      return binary.toByteArray();
    }
    throw new Mismatch("a binary", term);
  }

  private static InputStream stream(Term term) {
    if (term instanceof Binary binary && !binary.content().repeatable()) {
      return binary.openStream();
    }
    return new ByteArrayInputStream(bytes(term));
  }

  private static NodeName nodeName(Term term) {
    String expected = "the name of a node as an atom";
    if (term instanceof Atom atom) {
      return TextReading.parse(term, expected, () -> NodeName.of(atom.value()));
    }
    throw new Mismatch(expected, term);
  }

  private static Object address(Term term, Class<? extends Address> type) {
    String expected = "an address: {Name, Node} of two atoms, or a pid";
    Address address = null;
    if (term instanceof Pid pid) {
      address = Address.of(pid);
    } else if (term instanceof Tuple tuple
        && tuple.size() == 2
        && tuple.get(0) instanceof Atom name
        && tuple.get(1) instanceof Atom node) {
      address = TextReading.parse(term, expected, () -> Address.of(name.value(), node.value()));
    }
    if (!type.isInstance(address)) {
      throw new Mismatch(expected, term);
    }
    return address;
  }
}
