package io.teleport.engine.etf;

import static io.teleport.engine.etf.Samples.decoded;
import static io.teleport.engine.etf.Samples.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.BitString;
import io.teleport.term.Export;
import io.teleport.term.FloatTerm;
import io.teleport.term.Fun;
import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.MapTerm;
import io.teleport.term.Pid;
import io.teleport.term.Port;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The bytes of each kind of term. Those that Erlang writes the same way were compared with what OTP
 * 25 writes.
 */
class EncodedFormTest {

  private static final HexFormat HEX = HexFormat.of();
  private static final Atom NODE = new Atom("a@h");

  @ParameterizedTest
  @CsvSource({
    "0, 6100",
    "255, 61ff",
    "256, 6200000100",
    "-1, 62ffffffff",
    "2147483647, 627fffffff",
    "-2147483648, 6280000000",
    "2147483648, 6e040000000080",
    "-2147483649, 6e040101000080",
    "9223372036854775807, 6e0800ffffffffffffff7f",
    "-9223372036854775808, 6e08010000000000000080",
    "9223372036854775808, 6e08000000000000000080",
    "18446744073709551616, 6e0900000000000000000001",
    "-18446744073709551616, 6e0901000000000000000001"
  })
  void anIntegerIsWrittenInTheShortestForm(BigInteger value, String hex) {
    assertForm(IntegerTerm.of(value), hex);
  }

  @Test
  void anIntegerOf255BytesIsASmallBig() {
    assertForm(IntegerTerm.of(BigInteger.ONE.shiftLeft(2032)), "6eff00" + "00".repeat(254) + "01");
  }

  @Test
  void anIntegerOf256BytesIsALargeBig() {
    assertForm(
        IntegerTerm.of(BigInteger.ONE.shiftLeft(2040)), "6f0000010000" + "00".repeat(255) + "01");
  }

  @ParameterizedTest
  @CsvSource({"1.5, 463ff8000000000000", "-0.0, 468000000000000000"})
  void aFloatIsWrittenInItsBinaryForm(double value, String hex) {
    assertForm(new FloatTerm(value), hex);
  }

  @Test
  void anAtomIsWrittenInUtf8() {
    assertForm(Atom.OK, "77026f6b");
    assertForm(Atom.EMPTY, "7700");
    assertForm(new Atom("é"), "7702c3a9");
  }

  @Test
  void anAtomOfMoreThan255BytesHasALongLength() {
    assertForm(new Atom("é".repeat(128)), "760100" + "c3a9".repeat(128));
    assertForm(new Atom("x".repeat(255)), "77ff" + "78".repeat(255));
  }

  @Test
  void aTupleIsWrittenWithItsArity() {
    assertForm(Tuple.of(Atom.OK, IntegerTerm.of(1)), "680277026f6b6101");
    assertForm(Tuple.EMPTY, "6800");
  }

  @Test
  void aTupleOfThreeHundredElementsIsWrittenAsLargeTuple() {
    Term tuple = Tuple.of(Collections.nCopies(300, ListTerm.EMPTY));
    assertForm(tuple, "690000012c" + "6a".repeat(300));
    assertForm(Tuple.of(Collections.nCopies(255, ListTerm.EMPTY)), "68ff" + "6a".repeat(255));
  }

  @Test
  void theEmptyListIsOneByte() {
    assertForm(ListTerm.EMPTY, "6a");
  }

  @Test
  void aListOfBytesIsWrittenAsString() {
    assertForm(Terms.of(List.of(1, 2, 255)), "6b00030102ff");
    assertForm(Terms.of(Collections.nCopies(65535, 7)), "6bffff" + "07".repeat(65535));
  }

  @Test
  void aListOfMoreBytesThanAStringHoldsIsWrittenAsList() {
    assertForm(Terms.of(Collections.nCopies(65536, 7)), "6c00010000" + "6107".repeat(65536) + "6a");
  }

  @Test
  void aListIsWrittenWithItsLengthAndTheEmptyListAtItsEnd() {
    assertForm(ListTerm.of(Atom.OK, IntegerTerm.of(256)), "6c0000000277026f6b62000001006a");
  }

  @Test
  void anImproperListEndsInItsTail() {
    assertForm(ListTerm.of(List.of(IntegerTerm.of(1)), Atom.OK), "6c00000001610177026f6b");
  }

  @Test
  void aBinaryIsWrittenWithItsLength() {
    assertForm(Binary.utf8("hi"), "6d000000026869");
    assertForm(Binary.EMPTY, "6d00000000");
  }

  @Test
  void aBitStringSaysHowManyBitsOfTheLastByteCount() {
    assertForm(BitString.of(new byte[] {1, 0x40}, 3), "4d00000002030140");
  }

  @Test
  void aMapIsWrittenAsPairs() {
    assertForm(MapTerm.of(Atom.OK, IntegerTerm.of(1)), "740000000177026f6b6101");
    assertForm(MapTerm.EMPTY, "7400000000");
  }

  @Test
  void aPidIsWrittenWithNumbersOf32Bits() {
    assertForm(
        new Pid(NODE, 0x69, 1, 0x01020304), "58770361406800000069" + "00000001" + "01020304");
  }

  @Test
  void aReferenceIsWrittenWithItsWords() {
    assertForm(
        new Reference(NODE, 0x01020304, List.of(1L, 2L, 0xFFFFFFFFL)),
        "5a0003770361406801020304" + "0000000100000002ffffffff");
  }

  @Test
  void aPortIsWrittenInTheShorterFormWhileItsNumberHas28Bits() {
    assertForm(new Port(NODE, 0x0fffffff, 0x01020304), "59770361" + "40680fffffff01020304");
    assertForm(new Port(NODE, 0x10000000, 0x01020304), "787703614068" + "000000001000000001020304");
    assertForm(new Port(NODE, -1, 0), "787703614068" + "ffffffffffffffff00000000");
  }

  @Test
  void anExportedFunctionIsWrittenByName() {
    assertForm(
        new Export(new Atom("lists"), new Atom("map"), 2), "7177056c69737473" + "77036d61706102");
  }

  @Test
  void aFunIsWrittenWithItsSizeAndWhatItCaptured() {
    byte[] unique = new byte[16];
    Arrays.fill(unique, (byte) 0xAB);
    Fun fun =
        new Fun(
            new Atom("t"),
            1,
            Binary.wrap(unique),
            2,
            0,
            0x04af58c8,
            new Pid(NODE, 9, 0, 0),
            List.of(IntegerTerm.of(7)));
    assertForm(
        fun,
        "70"
            + "0000003b"
            + "01"
            + "ab".repeat(16)
            + "00000002"
            + "00000001"
            + "770174"
            + "6100"
            + "6204af58c8"
            + "587703614068000000090000000000000000"
            + "6107");
  }

  private static void assertForm(Term term, String hex) {
    assertThat(HEX.formatHex(encoded(term))).isEqualTo("83" + hex);
    assertThat(decoded(HEX.parseHex("83" + hex))).isEqualTo(term);
  }
}
