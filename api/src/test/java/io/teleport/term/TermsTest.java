package io.teleport.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.NodeName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of {@link Terms}, both ways. */
class TermsTest {

  private static final Term ONE = IntegerTerm.of(1);

  enum Status {
    OPEN,
    NIL
  }

  record Item(String name, double price) {}

  record Order(
      String id,
      List<Item> items,
      Map<String, Item> byName,
      Optional<String> note,
      Status status) {}

  record Page<T>(List<T> entries, T[] more) {}

  record Pages(Page<Item> items, List<? extends Number> numbers) {}

  record Positive(int value) {
    Positive {
      if (value <= 0) {
        throw new IllegalArgumentException("not positive");
      }
    }
  }

  record Tree(List<Tree> children) {}

  @Test
  void aTermStandsForItself() {
    assertThat(Terms.of(Atom.OK)).isSameAs(Atom.OK);
    assertThat(Terms.as(Atom.OK, Term.class)).isSameAs(Atom.OK);
    assertThat(Terms.as(Tuple.EMPTY, Tuple.class)).isEqualTo(Tuple.EMPTY);
    assertFails(
        "$: expected a term of type Tuple, found the atom ok",
        () -> Terms.as(Atom.OK, Tuple.class));
  }

  @Test
  void nullIsTheAtomUndefined() {
    assertThat(Terms.of(null)).isEqualTo(Atom.UNDEFINED);
    for (String name : List.of("undefined", "nil", "null")) {
      assertThat(Terms.as(Terms.atom(name), String.class)).isNull();
      assertThat(Terms.as(Terms.atom(name), Order.class)).isNull();
    }
    assertFails(
        "$: expected an integer, found the atom nil", () -> Terms.as(Terms.atom("nil"), int.class));
  }

  @Test
  void anOptionalIsItsValue() {
    assertThat(Terms.of(Optional.of(1))).isEqualTo(ONE);
    assertThat(Terms.of(Optional.empty())).isEqualTo(Atom.UNDEFINED);
    assertThat(read(Atom.UNDEFINED, Optional.class)).isEqualTo(Optional.empty());
    assertThat(read(ONE, Optional.class)).isEqualTo(Optional.of(1L));
  }

  @Test
  void booleansAreAtoms() {
    assertThat(Terms.of(true)).isEqualTo(Atom.TRUE);
    assertThat(Terms.as(Atom.FALSE, boolean.class)).isFalse();
    assertFails(
        "$: expected true or false, found the integer 1", () -> Terms.as(ONE, Boolean.class));
  }

  @Test
  void integersOfAllTypesAreIntegers() {
    for (Object one : List.of((byte) 1, (short) 1, 1, 1L, BigInteger.ONE)) {
      assertThat(Terms.of(one)).isEqualTo(ONE);
      assertThat((Object) Terms.as(ONE, one.getClass())).isEqualTo(one);
    }
    assertThat(Terms.as(ONE, int.class)).isEqualTo(1);
  }

  @Test
  void anIntegerOutOfRangeIsRefused() {
    assertFails(
        "$: expected an integer that fits into a byte, found the integer 128",
        () -> Terms.as(IntegerTerm.of(128), byte.class));
    assertFails(
        "$: expected an integer that fits into an int, found the integer 2147483648",
        () -> Terms.as(IntegerTerm.of(1L << 31), int.class));
    assertFails(
        "$: expected an integer, found the float 1.0",
        () -> Terms.as(new FloatTerm(1), long.class));
  }

  @Test
  void floatsAreFloatsAndReadFromIntegersToo() {
    assertThat(Terms.of(1.5f)).isEqualTo(new FloatTerm(1.5));
    assertThat(Terms.as(new FloatTerm(1.5), float.class)).isEqualTo(1.5f);
    assertThat(Terms.as(ONE, double.class)).isEqualTo(1.0);
    assertFails("$: expected a finite number, found NaN", () -> Terms.of(Double.NaN));
    assertFails(
        "$: expected a number that fits into a float, found the float 1.0e300",
        () -> Terms.as(new FloatTerm(1e300), float.class));
  }

  @Test
  void textIsABinaryAndReadFromCharlistsAndAtomsToo() {
    assertThat(Terms.of("grün")).isEqualTo(Binary.utf8("grün"));
    assertThat(Terms.as(Binary.utf8("grün"), String.class)).isEqualTo("grün");
    assertThat(Terms.as(Terms.charlist("grün\uD83D\uDE00"), String.class))
        .isEqualTo("grün\uD83D\uDE00");
    assertThat(Terms.as(ListTerm.EMPTY, String.class)).isEmpty();
    assertThat(Terms.as(Atom.OK, String.class)).isEqualTo("ok");
    assertThat(Terms.of('x')).isEqualTo(Binary.utf8("x"));
    assertThat(Terms.as(Binary.utf8("x"), char.class)).isEqualTo('x');
    assertFails(
        "$: expected text or a list of code points, found a list that holds the atom ok",
        () -> Terms.as(ListTerm.of(Atom.OK), String.class));
  }

  @Test
  void aListOfBytesIsAListOfIntegersWhenAskedForOne() {
    assertThat(read(Terms.charlist("ab"), List.class)).isEqualTo(List.of(97L, 98L));
    assertThat(Terms.as(Terms.charlist("ab"), int[].class)).containsExactly(97, 98);
  }

  @Test
  void anEnumIsAnAtom() {
    assertThat(Terms.of(Status.OPEN)).isEqualTo(Terms.atom("OPEN"));
    assertThat(Terms.as(Terms.atom("open"), Status.class)).isEqualTo(Status.OPEN);
    assertThat(Terms.as(Terms.atom("nil"), Status.class))
        .as("the constant, not null")
        .isEqualTo(Status.NIL);
    assertThat(Terms.as(Terms.atom("undefined"), Status.class)).isNull();
    assertFails(
        "$: expected the name of a Status as an atom, found the atom gone",
        () -> Terms.as(Terms.atom("gone"), Status.class));
  }

  @Test
  void bytesAreBinariesWithoutCopyAndReadAsCopies() {
    byte[] bytes = {1, 2, 3};
    Binary binary = (Binary) Terms.of(bytes);
    assertThat(((BinaryContent.Heap) binary.content()).array()).isSameAs(bytes);
    assertThat(Terms.as(binary, byte[].class)).containsExactly(1, 2, 3).isNotSameAs(bytes);
    assertThat(Terms.of(ByteBuffer.wrap(bytes))).isEqualTo(binary);
    assertThat(Terms.as(binary, ByteBuffer.class)).isEqualTo(ByteBuffer.wrap(bytes));
  }

  @Test
  void filesAndStreamsAreBinaries(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "abc");
    assertThat(((Binary) Terms.of(file)).content()).isEqualTo(new BinaryContent.File(file, 0, 3));
    InputStream stream = new ByteArrayInputStream(new byte[] {7});
    Binary binary = (Binary) Terms.of(stream);
    assertThat(binary.content()).isInstanceOf(BinaryContent.Stream.class);
    assertThat(Terms.as(binary, InputStream.class)).isSameAs(stream);
    assertThat(Terms.as(Binary.utf8("abc"), InputStream.class).readAllBytes())
        .containsExactly('a', 'b', 'c');
    assertThatThrownBy(() -> Terms.as(binary, Path.class))
        .isInstanceOf(TermConversionException.class);
  }

  @Test
  void collectionsAndArraysAreLists() {
    Term list = ListTerm.of(ONE, IntegerTerm.of(2));
    for (Object value :
        new Object[] {List.of(1, 2), new int[] {1, 2}, new Object[] {1, 2L}, Arrays.asList(1, 2)}) {
      assertThat(Terms.of(value)).isEqualTo(list);
    }
    assertThat(Terms.of(Set.of(1))).isEqualTo(ListTerm.of(ONE));
    assertThat(read(list, List.class)).isEqualTo(List.of(1L, 2L));
    assertThat(read(list, Collection.class)).isEqualTo(List.of(1L, 2L));
    assertThat(read(list, Set.class)).isEqualTo(Set.of(1L, 2L));
    assertThat(read(list, ArrayList.class)).isInstanceOf(ArrayList.class);
    assertThat(Terms.as(list, long[].class)).containsExactly(1, 2);
    assertThat(read(Tuple.of(ONE), List.class))
        .as("a tuple reads as a list")
        .isEqualTo(List.of(1L));
    assertFails(
        "$: expected a list, found an improper list of 1 element",
        () -> Terms.as(ListTerm.of(List.of(ONE), Atom.OK), List.class));
  }

  @Test
  void arraysOfPrimitivesAreListsOfNumbers() {
    int[] ints = {1, -1, Integer.MAX_VALUE};
    long[] longs = {1, Long.MIN_VALUE};
    double[] doubles = {1.5, 2};
    boolean[] flags = {true, false};
    short[] shorts = {7};
    assertThat(Terms.as(Terms.of(ints), int[].class)).isEqualTo(ints);
    assertThat(Terms.as(Terms.of(longs), long[].class)).isEqualTo(longs);
    assertThat(Terms.as(Terms.of(doubles), double[].class)).isEqualTo(doubles);
    assertThat(Terms.as(Terms.of(flags), boolean[].class)).isEqualTo(flags);
    assertThat(Terms.as(Terms.of(shorts), short[].class)).isEqualTo(shorts);
    assertThat(Terms.as(ListTerm.EMPTY, int[].class)).isEmpty();
    assertFails(
        "$[1]: expected an integer that fits into an int, found the integer -9223372036854775808",
        () -> Terms.as(Terms.of(longs), int[].class));
  }

  @Test
  void anArrayThatWasWrittenMayChange() {
    int[] ints = {1, 2};
    Term term = Terms.of(ints);
    ints[0] = 7;
    assertThat(Terms.as(term, int[].class)).containsExactly(1, 2);
  }

  @Test
  void mapsAreMaps() {
    Term map = Terms.of(Map.of("a", 1));
    assertThat(map).isEqualTo(MapTerm.of(Binary.utf8("a"), ONE));
    assertThat(read(MapTerm.of(Atom.OK, ONE), Map.class)).isEqualTo(Map.of(Atom.OK, 1L));
    assertFails(
        "$[1]: expected keys that differ as terms, found the key 1 twice",
        () -> Terms.of(Map.of(1, "a", 1L, "b")));
  }

  @Test
  void anObjectIsReadByWhatTheTermIs() {
    assertThat(Terms.as(Terms.of(List.of(1, 1.5, true, Map.of(1, 2))), Object.class))
        .isEqualTo(List.of(1L, 1.5, true, Map.of(1L, 2L)));
    assertThat(Terms.as(Binary.utf8("x"), Object.class)).isEqualTo(Binary.utf8("x"));
    assertThat(Terms.as(Atom.OK, Object.class)).isEqualTo(Atom.OK);
    assertThat(Terms.as(IntegerTerm.of(BigInteger.TWO.pow(70)), Object.class))
        .isEqualTo(BigInteger.TWO.pow(70));
  }

  @Test
  void aRecordIsAMapWithAtomsAsKeys() {
    Item item = new Item("pen", 1.5);
    assertThat(Terms.of(item))
        .isEqualTo(
            MapTerm.of(
                Terms.atom("name"), Binary.utf8("pen"), Terms.atom("price"), new FloatTerm(1.5)));
    Order order =
        new Order("o1", List.of(item, item), Map.of("pen", item), Optional.of("soon"), Status.OPEN);
    assertThat(Terms.as(Terms.of(order), Order.class)).isEqualTo(order);
    Pages pages =
        Terms.as(
            Terms.of(new Pages(new Page<>(List.of(item), new Item[] {item}), List.of(1, 2.5))),
            Pages.class);
    assertThat(pages.items().entries()).containsExactly(item);
    assertThat(pages.items().more()).containsExactly(item);
    assertThat(pages.numbers()).hasToString("[1, 2.5]");
  }

  @Test
  void aRecordIsReadWithBinaryKeysMissingAndFurtherOnes() {
    Term term = Terms.of(Map.of("id", "o1", "unknown", 1));
    assertThat(Terms.as(term, Order.class))
        .isEqualTo(new Order("o1", null, null, Optional.empty(), null));
    assertFails(
        "$.price: expected a number, found no key price in the map",
        () -> Terms.as(Terms.of(Map.of("name", "x")), Item.class));
  }

  @Test
  void whatIsWrongDeepInsideIsNamedByItsPath() {
    Item good = new Item("pen", 1);
    MapTerm bad =
        MapTerm.of(Terms.atom("name"), Binary.utf8("ink"), Terms.atom("price"), Terms.atom("nil"));
    Term order = MapTerm.of(Terms.atom("items"), Terms.of(Arrays.asList(good, good, good, bad)));
    assertFails(
        "$.items[3].price: expected a number, found the atom nil",
        () -> Terms.as(order, Order.class));
    Term byName = MapTerm.of(Terms.atom("byName"), MapTerm.of(Binary.utf8("k"), ONE));
    assertFails(
        "$.byName[<<\"k\">>]: expected a map that makes an Item, found the integer 1",
        () -> Terms.as(byName, Order.class));
  }

  @Test
  void aConstructorThatRefusesIsAConversionError() {
    assertThatThrownBy(
            () -> Terms.as(MapTerm.of(Terms.atom("value"), IntegerTerm.of(-1)), Positive.class))
        .isInstanceOf(TermConversionException.class)
        .hasMessageContaining("not positive")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void timesAndUuidsAreText() {
    Instant time = Instant.parse("2025-06-01T12:00:00.000000001Z");
    assertThat(Terms.of(time)).isEqualTo(Binary.utf8("2025-06-01T12:00:00.000000001Z"));
    assertThat(Terms.as(Terms.of(time), Instant.class)).isEqualTo(time);
    assertThat(Terms.as(Terms.of(Duration.ofMillis(1500)), Duration.class))
        .isEqualTo(Duration.ofMillis(1500));
    UUID uuid = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");
    assertThat(Terms.as(Terms.of(uuid), UUID.class)).isEqualTo(uuid);
    byte[] raw =
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array();
    assertThat(Terms.as(Binary.wrap(raw), UUID.class)).isEqualTo(uuid);
    assertThatThrownBy(() -> Terms.as(Binary.utf8("1-2-3-4-5"), UUID.class))
        .isInstanceOf(TermConversionException.class);
    assertThatThrownBy(() -> Terms.as(Binary.utf8("noon"), Instant.class))
        .isInstanceOf(TermConversionException.class);
  }

  @Test
  void addressesAndNodeNamesAreTuplesPidsAndAtoms() {
    NodeName node = NodeName.of("a@h");
    Pid pid = new Pid(Terms.atom("a@h"), 1, 2, 3);
    assertThat(Terms.of(node)).isEqualTo(Terms.atom("a@h"));
    assertThat(Terms.as(Terms.atom("a@h"), NodeName.class)).isEqualTo(node);
    Term tuple = Tuple.of(Terms.atom("orders"), Terms.atom("a@h"));
    assertThat(Terms.of(Address.of("orders", node))).isEqualTo(tuple);
    assertThat(Terms.of(Address.of(pid))).isEqualTo(pid);
    assertThat(Terms.as(tuple, Address.class)).isEqualTo(Address.of("orders", node));
    assertThat(Terms.as(pid, Address.class)).isEqualTo(Address.of(pid));
    assertThatThrownBy(() -> Terms.as(pid, Address.Named.class))
        .isInstanceOf(TermConversionException.class);
    assertThatThrownBy(() -> Terms.as(Tuple.of(Atom.OK, Atom.OK), Address.class))
        .isInstanceOf(TermConversionException.class);
  }

  @Test
  void otherClassesAreRefused() {
    assertFails(
        "$[0]: expected a value that can be sent (see the table of io.teleport.term.Terms), found"
            + " an object of java.lang.Object",
        () -> Terms.of(List.of(new Object())));
    assertThatThrownBy(() -> Terms.of(new AtomicLong()))
        .isInstanceOf(TermConversionException.class);
    assertThatThrownBy(() -> Terms.as(ONE, Thread.class))
        .isInstanceOf(TermConversionException.class);
  }

  @Test
  void aValueThatContainsItselfIsRefused() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    assertThatThrownBy(() -> Terms.of(list))
        .isInstanceOf(TermConversionException.class)
        .hasMessageContaining("contains itself");
  }

  @Test
  void aRecursiveRecordIsReadToItsEnd() {
    Tree tree = new Tree(List.of(new Tree(List.of()), new Tree(List.of(new Tree(List.of())))));
    assertThat(Terms.as(Terms.of(tree), Tree.class)).isEqualTo(tree);
  }

  @Test
  void aTupleIsMadeOfPlainValues() {
    assertThat(Terms.tuple(Terms.atom("file"), "a.txt", 1))
        .isEqualTo(Tuple.of(Terms.atom("file"), Binary.utf8("a.txt"), ONE));
  }

  @Test
  void aTermWithNothingToDetachStaysTheSame() {
    Term term = Terms.of(Map.of("a", List.of(1, "x", new byte[] {1})));
    assertThat(Terms.detached(term)).isSameAs(term);
  }

  private static Object read(Term term, Class<?> type) {
    return Terms.as(term, type);
  }

  private static void assertFails(
      String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable conversion) {
    assertThatThrownBy(conversion).isInstanceOf(TermConversionException.class).hasMessage(message);
  }
}
