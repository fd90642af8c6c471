package io.teleport.engine.etf;

import static io.teleport.engine.etf.Samples.decoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.Export;
import io.teleport.term.FloatTerm;
import io.teleport.term.Fun;
import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Pid;
import io.teleport.term.Port;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms of terms that Erlang has written or still writes, and that we only read. */
class OldFormTest {

  private static final Atom NODE = new Atom("a@h");

  @Test
  void anAtomInLatin1IsRead() {
    assertThat(read("640001e9")).isEqualTo(new Atom("é"));
    assertThat(read("7301e9")).isEqualTo(new Atom("é"));
  }

  @Test
  void aFloatInDecimalTextIsRead() {
    // term_to_binary(1.5, [{minor_version, 0}]) of OTP 25
    assertThat(read("63312e3530303030303030303030303030303030303030652b30300000000000"))
        .isEqualTo(new FloatTerm(1.5));
  }

  @Test
  void aPidWithAShortCreationIsRead() {
    assertThat(read("67" + "64000361" + "4068" + "00000069" + "00000001" + "02"))
        .isEqualTo(new Pid(NODE, 0x69, 1, 2));
  }

  @Test
  void referencesWithAShortCreationAreRead() {
    assertThat(read("720002" + "7703614068" + "02" + "0000000100000003"))
        .isEqualTo(new Reference(NODE, 2, List.of(1L, 3L)));
    assertThat(read("65" + "7703614068" + "00000009" + "01"))
        .isEqualTo(new Reference(NODE, 1, List.of(9L)));
  }

  @Test
  void portsInAllFormsAreRead() {
    assertThat(read("66" + "7703614068" + "00000009" + "01")).isEqualTo(new Port(NODE, 9, 1));
    assertThat(read("59" + "7703614068" + "00000009" + "00000001")).isEqualTo(new Port(NODE, 9, 1));
    assertThat(read("78" + "7703614068" + "0000000000000009" + "00000001"))
        .isEqualTo(new Port(NODE, 9, 1));
  }

  @Test
  void aFunOfOtp25IsRead() {
    Term fun =
        read(
            "70000000450195eb19105b8575eea57b0663552071fb00000000000000006400017461006204af58c858"
                + "64000d6e6f6e6f6465406e6f686f7374000000090000000000000000");
    assertThat(fun)
        .isInstanceOfSatisfying(Fun.class, f -> assertThat(f.module()).isEqualTo(new Atom("t")));
    assertThat(decoded(Samples.encoded(fun))).isEqualTo(fun);
  }

  @Test
  void anExportedFunctionOfOtp25IsRead() {
    assertThat(read("716400056c697374736400036d61706102"))
        .isEqualTo(new Export(new Atom("lists"), new Atom("map"), 2));
  }

  @Test
  void compressedTermsOfOtp25AreRead() {
    byte[] bytes = {
      (byte) 131,
      80,
      0,
      0,
      3,
      38,
      120,
      (byte) 156,
      (byte) 203,
      97,
      96,
      96,
      56,
      (byte) 145,
      (byte) 194,
      (byte) 192,
      (byte) 152,
      56,
      (byte) 138,
      71,
      (byte) 241,
      40,
      (byte) 198,
      (byte) 142,
      (byte) 179,
      0,
      118,
      (byte) 186,
      (byte) 156,
      79
    };
    assertThat(decoded(bytes)).isEqualTo(ListTerm.of(Collections.nCopies(200, new Atom("a"))));
  }

  @Test
  void aListCutIntoSeveralIsOneList() {
    assertThat(read("6c000000016101" + "6c000000016102" + "6b000103"))
        .isEqualTo(ListTerm.of(IntegerTerm.of(1), IntegerTerm.of(2), IntegerTerm.of(3)));
  }

  @Test
  void anIntegerWithLeadingZerosIsTheSameInteger() {
    assertThat(read("6e030005" + "0000")).isEqualTo(IntegerTerm.of(5));
    assertThat(read("6e0a0105" + "00".repeat(9))).isEqualTo(IntegerTerm.of(-5));
    assertThat(read("6e0001")).isEqualTo(IntegerTerm.of(BigInteger.ZERO));
  }

  @Test
  void aTupleWithALongArityIsTheSameTuple() {
    assertThat(read("69000000016a")).isEqualTo(Tuple.of(ListTerm.EMPTY));
  }

  @Test
  void aBitStringOfWholeBytesIsABinary() {
    assertThat(read("4d00000002080102")).isEqualTo(Binary.wrap(new byte[] {1, 2}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5200", "7900", "75000000", "5000000001", "44", "00", "ff"})
  void aTagThatHasNoPlaceInATermIsRefusedByItsNumber(String hex) {
    int tag = Integer.parseInt(hex.substring(0, 2), 16);
    assertThatThrownBy(() -> read("6801" + hex))
        .isInstanceOf(MalformedTermException.class)
        .hasMessageContaining("tag " + tag);
  }

  private static Term read(String hex) {
    return decoded(HexFormat.of().parseHex("83" + hex));
  }
}
