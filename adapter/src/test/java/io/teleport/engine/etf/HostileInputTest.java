package io.teleport.engine.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.DeflaterOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes from a peer that is broken or means harm. */
class HostileInputTest {

  @Test
  void noBytesAreNoTerm() {
    assertThatThrownBy(() -> Samples.decoded(new byte[0]))
        .isInstanceOf(MalformedTermException.class);
  }

  @Test
  void anotherVersionIsRefusedByItsNumber() {
    assertThatThrownBy(() -> read("826a"))
        .isInstanceOf(MalformedTermException.class)
        .hasMessageContaining("130")
        .hasMessageContaining("131");
  }

  @Test
  void theOffsetSaysWhereReadingEnded() {
    assertThatThrownBy(() -> read("83680261016b"))
        .isInstanceOfSatisfying(
            MalformedTermException.class, e -> assertThat(e.offset()).isEqualTo(6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "69ffffffff6a",
        "6cffffffff6a",
        "6c7fffffff6a",
        "74ffffffff6a6a",
        "7480000001",
        "6dffffffff00",
        "4dffffffff0100",
        "6fffffffff00",
        "70ffffffff",
        "6bffff00",
        "77ff00",
        "76ffff00",
        "68ff6a"
      })
  void aCountThatTheBytesCannotHoldIsRefused(String hex) {
    assertRefused(() -> read("83" + hex));
  }

  @Test
  void elementsThatWereAnnouncedOutsideCountWithin() {
    // each list alone could be meant, all of them cannot
    String nested = "6c000000f0".repeat(60) + "6a".repeat(240);
    assertRefused(() -> read("83" + nested)).hasMessageContaining("are announced");
  }

  @ParameterizedTest
  @ValueSource(strings = {"6801", "6c00000001", "7400000001" + "6a"})
  void nestingBeyondTheLimitIsRefused(String level) {
    assertRefused(() -> read("83" + level.repeat(2000) + "6a".repeat(4000)))
        .hasMessageContaining("500 levels");
  }

  @Test
  void nestingUpToTheLimitNeedsLittleStack() throws InterruptedException {
    AtomicReference<Object> result = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                Term deep = read("83" + "6801".repeat(500) + "6a");
                result.set(
                    deep.equals(Samples.decoded(Samples.encoded(deep))) && deep.hashCode() != 0);
              } catch (RuntimeException | StackOverflowError e) {
                result.set(e);
              }
            },
            "small stack",
            512 * 1024);
    thread.start();
    thread.join();
    assertThat(result.get()).isEqualTo(true);
  }

  @Test
  void aListCutIntoAMillionPiecesIsNotDeep() {
    byte[] piece = HexFormat.of().parseHex("6c000000016a");
    ByteBuffer bytes = ByteBuffer.allocate(2 + piece.length * 1_000_000).put((byte) Tag.VERSION);
    for (int i = 0; i < 1_000_000; i++) {
      bytes.put(piece);
    }
    bytes.put((byte) Tag.NIL);
    assertThat(Samples.decoded(bytes.array()))
        .isInstanceOfSatisfying(
            ListTerm.class, list -> assertThat(list.elements()).hasSize(1_000_000));
  }

  @Test
  void moreTermsThanTheLimitAreRefused() {
    DecodeLimits few = new DecodeLimits(10, 5, 255, 8, 1000);
    byte[] four = Samples.encoded(Terms.of(Collections.nCopies(4, 1000)));
    byte[] five = Samples.encoded(Terms.of(Collections.nCopies(5, 1000)));
    byte[] string = Samples.encoded(Terms.of(Collections.nCopies(5, 1)));
    assertThat(TermDecoder.decode(four, 0, four.length, few, null)).isNotNull();
    assertRefused(() -> TermDecoder.decode(five, 0, five.length, few, null))
        .hasMessageContaining("5 terms");
    assertRefused(() -> TermDecoder.decode(string, 0, string.length, few, null))
        .hasMessageContaining("5 terms");
  }

  @Test
  void anAtomLongerThanTheLimitIsRefused() {
    DecodeLimits shortAtoms = new DecodeLimits(10, 5, 3, 8, 1000);
    byte[] atom = HexFormat.of().parseHex("837704" + "61626364");
    assertRefused(() -> TermDecoder.decode(atom, 0, atom.length, shortAtoms, null))
        .hasMessageContaining("most is 3");
    assertRefused(() -> read("83760400" + "61".repeat(1024)));
    assertRefused(() -> read("83640100" + "61".repeat(256)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7701ff", "7702c080", "7703eda080", "7701c3"})
  void anAtomThatIsNotUtf8IsRefused(String hex) {
    assertRefused(() -> read("83" + hex)).hasMessageContaining("UTF-8");
  }

  @Test
  void anIntegerLongerThanTheLimitIsRefused() {
    byte[] big = Samples.encoded(IntegerTerm.of(java.math.BigInteger.ONE.shiftLeft(8 * 70_000)));
    assertRefused(() -> Samples.decoded(big)).hasMessageContaining("65536");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7ff0000000000000", "fff0000000000000", "7ff8000000000001"})
  void aFloatThatIsNotFiniteIsRefused(String hex) {
    assertRefused(() -> read("8346" + hex)).hasMessageContaining("not finite");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "1d", "0x1p3", "1.5.5", "", "1e999", "Infinity"})
  void anOldFloatThatIsNotADecimalNumberIsRefused(String text) {
    String hex =
        HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertRefused(() -> read("8363" + hex + "00".repeat(31 - text.length())));
  }

  @Test
  void aKeyThatOccursTwiceIsRefused() {
    assertRefused(() -> read("8374000000026101610261016103")).hasMessageContaining("occurs twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4d000000000100", "4d000000010001", "4d000000010901"})
  void aBitStringWithAnImpossibleNumberOfBitsIsRefused(String hex) {
    assertRefused(() -> read("83" + hex));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5a0000770161" + "00000000", "5a0006770161" + "00000000"})
  void aReferenceWithAnImpossibleNumberOfWordsIsRefused(String hex) {
    assertRefused(() -> read("83" + hex)).hasMessageContaining("1 to 5");
  }

  @Test
  void aNodeThatIsNoAtomIsRefused() {
    assertRefused(() -> read("8358" + "6101" + "00".repeat(12))).hasMessageContaining("atom");
  }

  @Test
  void aFunThatLiesAboutItsSizeIsRefused() {
    String body =
        "01"
            + "ab".repeat(16)
            + "00000002"
            + "00000000"
            + "770174"
            + "6100"
            + "6100"
            + "58770161"
            + "00".repeat(12);
    assertThat(read("8370" + "00000034" + body)).isNotNull();
    assertRefused(() -> read("8370" + "00000033" + body)).hasMessageContaining("says it has");
  }

  @Test
  void compressedDataThatInflatesBeyondItsClaimIsRefused() {
    assertRefused(() -> Samples.decoded(compressed(new byte[1_000_000], 1000)))
        .hasMessageContaining("1000 bytes it says");
  }

  @Test
  void compressedDataBeyondTheLimitIsRefusedBeforeItIsInflated() {
    assertRefused(() -> Samples.decoded(compressed(new byte[10], 0x7FFFFFFF)))
        .hasMessageContaining("33554432");
  }

  @Test
  void compressedDataThatEndsTooEarlyIsRefused() {
    byte[] whole = compressed(Samples.bytes(5000), 5000);
    assertRefused(() -> Samples.decoded(java.util.Arrays.copyOf(whole, whole.length - 9)))
        .hasMessageContaining("early");
    assertRefused(() -> Samples.decoded(compressed(new byte[10], 11)))
        .hasMessageContaining("10 of 11");
  }

  @Test
  void bytesAfterCompressedDataAreRefused() {
    byte[] whole = compressed(new byte[] {Tag.NIL}, 1);
    assertThat(Samples.decoded(whole)).isEqualTo(ListTerm.EMPTY);
    assertRefused(() -> Samples.decoded(java.util.Arrays.copyOf(whole, whole.length + 1)))
        .hasMessageContaining("follow");
  }

  @Test
  void aCompressedTermWithinACompressedTermIsRefused() {
    byte[] inner = compressed(new byte[] {Tag.NIL}, 1);
    byte[] withoutVersion = java.util.Arrays.copyOfRange(inner, 1, inner.length);
    assertRefused(() -> Samples.decoded(compressed(withoutVersion, withoutVersion.length)));
  }

  @Test
  void dataThatIsNotCompressedAtAllIsRefused() {
    assertRefused(() -> read("83500000000a" + "ff".repeat(20)));
  }

  @Test
  void theLargeTupleThatTheErlangLibraryWritesWronglyIsRefused() {
    // tag 104 with an arity of four bytes
    assertRefused(() -> read("83680000012c" + "6101".repeat(300)));
  }

  @Test
  void theEncoderRefusesWhatIsNestedTooDeeply() {
    Term deep = ListTerm.EMPTY;
    for (int i = 0; i < 10_000; i++) {
      deep = Tuple.of(deep);
    }
    Term tooDeep = deep;
    assertThatThrownBy(() -> TermEncoder.encode(tooDeep, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("500 levels");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 300, 1L << 40})
  void theEncoderRefusesAListOfNumbersThatIsNestedTooDeeply(long number) {
    Term deep = Terms.of(List.of(number, number));
    for (int i = 1; i < DecodeLimits.MAX_DEPTH; i++) {
      deep = Tuple.of(deep);
    }
    assertThat(Samples.decoded(Samples.encoded(deep))).isEqualTo(deep);
    Term tooDeep = Tuple.of(deep);
    assertThatThrownBy(() -> TermEncoder.encode(tooDeep, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("500 levels");
  }

  @Test
  void aProperListOfAMillionElementsIsNotDeep() {
    Term list = Terms.of(Collections.nCopies(1_000_000, "x"));
    assertThat(Samples.decoded(Samples.encoded(list))).isEqualTo(list);
  }

  private static byte[] compressed(byte[] data, int claim) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      out.write(Tag.VERSION);
      out.write(Tag.COMPRESSED);
      out.writeBytes(ByteBuffer.allocate(4).putInt(claim).array());
      deflater.write(data);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertRefused(
      ThrowingCallable reading) {
    return assertThatThrownBy(reading).isInstanceOf(MalformedTermException.class);
  }

  private static Term read(String hex) {
    return Samples.decoded(HexFormat.of().parseHex(hex));
  }
}
