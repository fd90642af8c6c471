package io.teleport.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tuples, atoms and binaries are the same however they are held. */
class TermFormTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 300})
  void aTupleOfAnyLengthIsEqualHoweverItWasMade(int size) {
    List<Term> elements = IntStream.range(0, size).<Term>mapToObj(IntegerTerm::of).toList();
    Tuple tuple = Tuple.of(elements);
    Term[] array = elements.toArray(new Term[0]);
    assertThat(Tuple.of(array)).isEqualTo(tuple).hasSameHashCodeAs(tuple);
    assertThat(Tuple.wrap(array)).isEqualTo(tuple);
    assertThat(tuple.elements()).isEqualTo(elements);
    assertThat(tuple.size()).isEqualTo(size);
    assertThatThrownBy(() -> tuple.get(size)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tuple.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    if (size > 0) {
      assertThat(tuple.get(size - 1)).isEqualTo(IntegerTerm.of(size - 1));
      array[size - 1] = null;
      assertThatThrownBy(() -> Tuple.of(array)).isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void tuplesOfDifferentLengthDiffer() {
    assertThat(Tuple.of(Atom.OK, Atom.OK)).isNotEqualTo(Tuple.of(Atom.OK));
    assertThat(Tuple.of(Atom.OK, Atom.OK, Atom.OK)).isNotEqualTo(Tuple.of(Atom.OK, Atom.OK));
    assertThat(Tuple.EMPTY).isNotEqualTo(Tuple.of(Atom.OK));
  }

  @Test
  void changingTheArrayThatATupleOrListWasCopiedFromDoesNotMatter() {
    Term[] array = {Atom.OK, Atom.OK, Atom.OK, Atom.OK};
    Tuple tuple = Tuple.of(array);
    ListTerm list = ListTerm.of(array);
    MapTerm map = MapTerm.of(new Term[] {Atom.OK, Atom.OK});
    array[0] = Atom.ERROR;
    assertThat(tuple.get(0)).isEqualTo(Atom.OK);
    assertThat(list.get(0)).isEqualTo(Atom.OK);
    assertThat(map.get("ok")).contains(Atom.OK);
  }

  @Property(tries = 200)
  void anAtomKnowsItsNameInUtf8(@ForAll @StringLength(max = 255) String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    if (!new String(utf8, StandardCharsets.UTF_8).equals(name)) {
      assertThatThrownBy(() -> new Atom(name)).isInstanceOf(IllegalArgumentException.class);
      return;
    }
    Atom atom = new Atom(name);
    byte[] copy = new byte[utf8.length + 2];
    atom.copyUtf8To(copy, 1);
    assertThat(atom.utf8Size()).isEqualTo(utf8.length);
    assertThat(Arrays.copyOfRange(copy, 1, utf8.length + 1)).isEqualTo(utf8);
  }

  @Test
  void anAtomOutlivesSerialization() throws IOException, ClassNotFoundException {
    Atom atom = new Atom("größe");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(atom);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Atom read = (Atom) in.readObject();
      assertThat(read).isEqualTo(atom).hasSameHashCodeAs(atom);
      assertThat(read.utf8Size()).isEqualTo(7);
    }
  }

  @Property(tries = 300)
  void aPartOfAnArrayIsABinaryOfItsOwn(
      @ForAll @IntRange(max = 20) int offset, @ForAll @IntRange(max = 40) int length) {
    byte[] array = bytes(80);
    byte[] part = Arrays.copyOfRange(array, offset, offset + length);
    Binary view = Binary.wrap(array, offset, length);
    assertThat(view).isEqualTo(Binary.wrap(part)).hasSameHashCodeAs(Binary.wrap(part));
    assertThat(view.toByteArray()).isEqualTo(part);
    assertThat(view.size()).isEqualTo(length);
    byte[] target = new byte[60];
    view.copyTo(target, 7);
    assertThat(Arrays.copyOfRange(target, 7, 7 + length)).isEqualTo(part);
    assertThat(target[6]).isZero();
    assertThat(target[7 + length]).isZero();
  }

  @Test
  void aPartThatIsNotWithinTheArrayIsRefused() {
    assertThatThrownBy(() -> Binary.wrap(new byte[5], 3, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Binary.utf8("12345").copyTo(new byte[5], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Binary.of(ByteBuffer.allocate(5)).copyTo(new byte[5], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 8191, 8192, 8193, 20_000})
  void binariesAreEqualWhereverTheirBytesAre(int size) throws IOException {
    byte[] bytes = bytes(size);
    Binary onHeap = Binary.wrap(bytes);
    Binary inBuffer = Binary.of(ByteBuffer.allocateDirect(size).put(bytes).flip());
    Binary inFile = Binary.ofFile(Files.write(directory.resolve("f"), bytes));
    assertThat(inBuffer).isEqualTo(onHeap).hasSameHashCodeAs(onHeap);
    assertThat(inFile).isEqualTo(onHeap).hasSameHashCodeAs(onHeap);
    assertThat(onHeap).isEqualTo(inBuffer).isEqualTo(inFile);
  }

  @Test
  void textThatHoldsTheReplacementCharacterIsTold() {
    assertThat(Binary.utf8("a\uFFFDb").asString()).isEqualTo("a\uFFFDb");
    assertThatThrownBy(() -> Binary.wrap(new byte[] {'a', (byte) 0xFF}).asString())
        .isInstanceOf(TermConversionException.class);
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * i + 37 * i + 1);
    }
    return bytes;
  }
}
