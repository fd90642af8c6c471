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
 * <tr><td>{@code String}</td><td>binary in UTF-8</td><td>binary in UTF-8, list of code points, atom</td></tr>
 * <tr><td>{@code char}</td><td>binary in UTF-8</td><td>as a {@code String} of one {@code char}</td></tr>
 * <tr><td>an enum</td><td>atom, the name of the constant</td><td>atom, that name or the same in lower case</td></tr>
 * <tr><td>{@code byte[]}, {@code ByteBuffer}</td><td>binary, not copied: the bytes must not change until they are
 *     sent</td><td>binary, copied</td></tr>
 * <tr><td>{@code InputStream}</td><td>binary of what it yields; only as the last part of a message</td><td>binary, copied
 *     unless it is still arriving</td></tr>
 * <tr><td>{@code Path}</td><td>binary of the file's content</td><td>not read</td></tr>
 * <tr><td>{@code List}, {@code Set}, other collections, arrays</td><td>list</td><td>proper list, tuple</td></tr>
 * <tr><td>{@code Map}</td><td>map</td><td>map</td></tr>
 * <tr><td>a record</td><td>map whose keys are atoms, the names of the components</td><td>map whose keys are these names as
 *     atoms or binaries; a missing one is read as {@code null}, others are ignored</td></tr>
 * <tr><td>{@code Instant}, {@code Duration}</td><td>binary, text by ISO 8601: {@code 2025-06-01T12:00:00Z}, {@code
 *     PT1.5S}</td><td>the same</td></tr>
 * <tr><td>{@code UUID}</td><td>binary, 36 characters</td><td>the same, or a binary of its 16 bytes</td></tr>
 * <tr><td>{@link io.teleport.NodeName}</td><td>atom</td><td>atom</td></tr>
 * <tr><td>{@link io.teleport.Address}</td><td><code>{Name, Node}</code> of two atoms, or a pid</td><td>the same</td></tr>
 * <tr><td>{@code Object}</td><td>by what it is</td><td>integer as {@code Long} or {@code BigInteger}, float as {@code
 *     Double}, list as {@code List}, map as {@code Map}, the atoms above as {@code Boolean} and {@code null}; all else is
 *     left a term</td></tr>
 * </table>
 *
 * <p>Element types of collections, maps and optionals are taken from the components of records,
 * {@code record Order(String id, List<Item> items)}; without such a declaration they are {@code
 * Object}. Collections and maps that are read are new and may be changed. Values that are read do
 * not refer to the memory of the message that they come from.
 *
 * <p>No other class is converted: there is no reflection on classes that were not meant as data.
 * All methods are safe for use by any number of threads.
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
    return JavaToTerm.convert(value, ValuePath.ROOT);
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
    Object value = TermToJava.convert(term, JavaType.of(type), ValuePath.ROOT);
    return JavaType.boxed(type).cast(value);
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
   * @throws IllegalArgumentException if the name has more than {@value Atom#MAX_LENGTH} characters
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
    Term[] elements = new Term[values.length];
    for (int i = 0; i < values.length; i++) {
      elements[i] = JavaToTerm.convert(values[i], ValuePath.ROOT.index(i));
    }
    return Tuple.of(elements);
  }
}
