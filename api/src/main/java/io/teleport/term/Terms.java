package io.teleport.term;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Converts between plain Java values and terms, by one table for both directions.
 *
 * <table>
 * <caption>Java values and terms</caption>
 * <tr><th>Java</th><th>written as</th><th>read from</th></tr>
 * <tr><td>{@link Term} and its subtypes</td><td>itself</td><td>that kind of term</td></tr>
 * <tr><td>{@code null}, {@code Optional.empty()}</td><td>the atom {@code undefined}</td><td>the atoms {@code undefined},
 *     {@code nil}, {@code null}</td></tr>
 * <tr><td>{@code Optional}</td><td>its value</td><td>its value</td></tr>
 * <tr><td>{@code boolean}</td><td>the atoms {@code true}, {@code false}</td><td>the same</td></tr>
 * <tr><td>{@code byte}, {@code short}, {@code int}, {@code long}, {@code BigInteger}</td><td>integer</td><td>integer in the
 *     type's range</td></tr>
 * <tr><td>{@code float}, {@code double}</td><td>float; infinity and {@code NaN} are refused</td><td>float or
 *     integer</td></tr>
 * <tr><td>{@code BigDecimal}</td><td>binary, decimal text: {@code 12.50}</td><td>the same, integer, or float as the shortest
 *     decimal number that it is</td></tr>
 * <tr><td>{@code String}</td><td>binary in UTF-8. {@link #charlist} makes a list of code points, {@link #atom} an atom; a
 *     component that is to be one has the type {@link ListTerm} or {@link Atom}</td><td>binary in UTF-8, list of code points,
 *     atom</td></tr>
 * <tr><td>{@code char}</td><td>binary in UTF-8</td><td>as a {@code String} of one {@code char}</td></tr>
 * <tr><td>an enum</td><td>atom, the name of the constant: {@code OPEN}. With {@link SnakeCase} on the enum {@code open}, with
 *     {@link Name @Name("x")} on the constant {@code x}</td><td>atom, that name; the constant's name in Java or the same in
 *     lower case, where no other constant is called so</td></tr>
 * <tr><td>{@code byte[]}, {@code ByteBuffer}</td><td>binary, not copied: the bytes must not change until they are
 *     sent</td><td>binary, copied</td></tr>
 * <tr><td>{@code InputStream}</td><td>binary of what it yields; only as the last part of a message</td><td>binary, copied
 *     unless it is still arriving</td></tr>
 * <tr><td>{@code ReadableByteChannel}, {@code FileChannel}</td><td>binary of what it yields, of a file from the channel's
 *     position to the file's end; only as the last part of a message</td><td>not read</td></tr>
 * <tr><td>{@code Path}</td><td>binary of the file's content</td><td>not read</td></tr>
 * <tr><td>{@code List}, {@code Set}, other collections, arrays</td><td>list</td><td>proper list, tuple; as {@code List},
 *     {@code Set}, {@code Collection}, {@code Iterable}, {@code ArrayList}, {@code LinkedHashSet} or an array</td></tr>
 * <tr><td>{@code Map}</td><td>map</td><td>map</td></tr>
 * <tr><td>a record</td><td>map whose keys are atoms, the names of the components: {@code customerId}. With {@link SnakeCase}
 *     on the record {@code customer_id}, with {@link Name @Name("x")} on the component {@code x}</td><td>map whose keys are
 *     these names as atoms or binaries; a missing one is read as {@code null}, others are ignored</td></tr>
 * <tr><td>a record with {@link Tagged}</td><td><code>{order_item, Name, Quantity}</code>: the tag, by default the simple name
 *     of the record in snake case, and the components</td><td>tuple with that tag and that number of elements</td></tr>
 * <tr><td>a sealed interface</td><td>by what the value is</td><td>tuple or atom, by the tags of the records and the names of
 *     the constants that the interface permits, directly or through another sealed interface. All of them must be records
 *     with {@link Tagged} or enums</td></tr>
 * <tr><td>{@code Instant}, {@code Duration}</td><td>binary, text by ISO 8601: {@code 2025-06-01T12:00:00Z}, {@code
 *     PT1.5S}</td><td>the same</td></tr>
 * <tr><td>{@code LocalDate}, {@code LocalTime}, {@code LocalDateTime}</td><td>binary, text by ISO 8601</td><td>the same, or
 *     tuples as those of Erlang's {@code calendar}: <code>{2025, 6, 1}</code>, <code>{12, 0, 0}</code>, and a pair of
 *     these</td></tr>
 * <tr><td>{@code OffsetDateTime}, {@code ZonedDateTime}</td><td>binary, the text of its {@code toString}</td><td>the
 *     same</td></tr>
 * <tr><td>{@code UUID}</td><td>binary, 36 characters</td><td>the same, or a binary of its 16 bytes</td></tr>
 * <tr><td>{@code URI}</td><td>binary, its text</td><td>the same</td></tr>
 * <tr><td>{@link io.teleport.NodeName}</td><td>atom</td><td>atom</td></tr>
 * <tr><td>{@link io.teleport.Address}</td><td><code>{Name, Node}</code> of two atoms, or a pid</td><td>the same</td></tr>
 * <tr><td>{@code Object}</td><td>by what it is</td><td>integer as {@code Long} or {@code BigInteger}, float as {@code
 *     Double}, list as {@code List}, map as {@code Map}, the atoms above as {@code Boolean} and {@code null}; all else is
 *     left a term</td></tr>
 * </table>
 *
 * <p>Where text is read, charlists and atoms do as well as binaries. Text that is read as a number,
 * a time, a UUID or a URI has at most 8192 bytes.
 *
 * <p>Element types of collections, maps and optionals are taken from the components of records,
 * {@code record Order(String id, List<Item> items)}; without such a declaration they are {@code
 * Object}. Collections and maps that are read are new and may be changed. Values that are read do
 * not refer to the memory of the message that they come from.
 *
 * <p>What does not fit is refused with the path to it, as the components are called in Java: {@code
 * $.items[3].price: expected a number, found the atom nil}.
 *
 * <p>No other class is converted: there is no reflection on classes that were not meant as data.
 * How a record is converted is worked out when its class is seen first, and remembered as long as
 * the class is loaded. All methods are safe for use by any number of threads.
 */
public final class Terms {

  private Terms() {}

  /**
   * Returns the term of a Java value.
   *
   * @throws TermConversionException if there is none by the table, or values are nested deeper than
   *     500 levels
   */
  public static Term of(Object value) {
    if (value instanceof Term term) {
      return term;
    }
    TermBuilder builder = new TermBuilder();
    write(value, builder);
    return builder.result();
  }

  /**
   * Writes the term of a Java value piece by piece.
   *
   * @param sink takes the term; if this method throws, it has taken a part of it
   * @throws TermConversionException if there is none by the table, or values are nested deeper than
   *     500 levels
   */
  public static void write(Object value, TermSink sink) {
    try {
      JavaToTerm.write(value, sink, 0);
    } catch (Mismatch e) {
      throw e.toException();
    }
  }

  /**
   * Returns the Java value of a term.
   *
   * @param type what is wanted
   * @return the value; null if {@code type} is not primitive and the term is one of the atoms that
   *     stand for null
   * @throws TermConversionException if the term is not a {@code T} by the table; the message says
   *     where and why
   * @throws PayloadReleasedException if the term refers to memory of a message whose listener has
   *     returned
   */
  public static <T> T as(Term term, Class<T> type) {
    Objects.requireNonNull(term, "term");
    try {
      Object value = TermToJava.reader(JavaType.of(type)).read(term, 0);
      return JavaType.boxed(type).cast(value);
    } catch (Mismatch e) {
      throw e.toException();
    }
  }

  /**
   * Returns an equal term that does not refer to the memory of a received message: binaries that do
   * are copied to the heap. One that is still arriving stays as it is. If there is nothing to copy,
   * that is the term itself.
   *
   * @throws PayloadReleasedException if the memory was given back
   */
  public static Term detached(Term term) {
    return Detachment.detach(term);
  }

  /**
   * Returns the atom of a name.
   *
   * @throws IllegalArgumentException if the name has more than {@value Atom#MAX_LENGTH} characters,
   *     or is not well-formed Unicode
   */
  public static Atom atom(String name) {
    return new Atom(name);
  }

  /**
   * Reads a term in Erlang syntax, which is what {@link Term#toString} prints: {@code
   * Terms.parse("{order, #{id => 17, price => 1.5, note => <<\"text\">>}}")}.
   *
   * <p>What is read are integers ({@code -7}, {@code 16#FF}, {@code $a}, {@code 1_000}), floats,
   * atoms, strings (which are lists of code points), binaries and bit strings of numbers and
   * strings with the types and sizes of the bit syntax, tuples, lists, maps, and functions of
   * modules ({@code fun lists:map/2}); with comments and white space, and a dot at the end or none.
   * Process identifiers, ports, references and other funs cannot be read, and neither can a text
   * that {@code toString} cut short. A key that occurs twice in a map is refused, where Erlang
   * takes the last.
   *
   * <p>Texts are at most 1,048,576 {@code char}s long, and so are all their binaries together in
   * bytes; terms are nested at most 500 levels deep; numbers have at most 10,000 digits.
   *
   * @throws TermSyntaxException if the text is not a term, or exceeds one of these limits; it says
   *     where, what was expected, and what stands there
   * @see <a href="https://www.erlang.org/doc/apps/stdlib/erl_parse.html#parse_term/1">Erlang:
   *     erl_parse:parse_term/1</a>
   */
  public static Term parse(String text) {
    return TermParser.parse(text);
  }

  /** Returns the list of a text's code points, which is what Erlang calls a string. */
  public static ListTerm charlist(String text) {
    List<Term> elements = new ArrayList<>(text.length());
    text.codePoints().forEach(c -> elements.add(IntegerTerm.of(c)));
    return ListTerm.of(elements);
  }

  /**
   * Returns the tuple of some Java values.
   *
   * @throws TermConversionException if there is no term for one of them
   */
  public static Tuple tuple(Object... values) {
    TermBuilder builder = new TermBuilder();
    builder.beginTuple(values.length);
    for (int i = 0; i < values.length; i++) {
      try {
        JavaToTerm.write(values[i], builder, 1);
      } catch (Mismatch e) {
        throw e.at(i).toException();
      }
    }
    builder.endTuple();
    return (Tuple) builder.result();
  }
}
