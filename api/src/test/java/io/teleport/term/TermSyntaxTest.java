package io.teleport.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How terms print. */
class TermSyntaxTest {

  private static final Atom NODE = new Atom("a@h");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "ok, ok",
        "aB_9@x, aB_9@x",
        "Ok, 'Ok'",
        "\"\", ''",
        "with space, 'with space'",
        "it's, 'it\\'s'",
        "back\\slash, 'back\\\\slash'",
        "end, 'end'",
        "9a, '9a'",
        "é, é",
        "aÀ, aÀ",
        "÷, '÷'",
        "日本, '日本'",
        "maybe, 'maybe'"
      })
  void anAtomIsQuotedWhereNecessary(String name, String printed) {
    assertThat(new Atom(name)).hasToString(printed);
  }

  @Test
  void controlCharactersAreEscaped() {
    assertThat(new Atom("a\n\t\b\u000b\f\r\u001b\u007f\u0001\u0080"))
        .hasToString("'a\\n\\t\\b\\v\\f\\r\\e\\d\\001\\200'");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 0.0",
    "-0.0, -0.0",
    "1.5, 1.5",
    "100, 100.0",
    "1000, 1.0e3",
    "12345678, 12345678.0",
    "0.001, 0.001",
    "0.0001, 0.0001",
    "0.00001, 1.0e-5",
    "1e16, 1.0e16",
    "123456789012345680, 1.2345678901234568e17",
    "5e-324, 5.0e-324",
    "2e-3, 0.002",
    "1.7976931348623157e308, 1.7976931348623157e308",
    "-2.5e-10, -2.5e-10",
    "0.1, 0.1",
    "9007199254740991, 9007199254740991.0",
    "1787165207001544.25, 1787165207001544.2",
    "1787165207001545.75, 1787165207001545.8"
  })
  void aFloatPrintsTheShortestDigits(double value, String printed) {
    assertThat(new FloatTerm(value)).hasToString(printed);
    assertThat(Double.parseDouble(printed)).isEqualTo(value);
  }

  @Test
  void integersPrintAsTheyAre() {
    assertThat(IntegerTerm.of(-17)).hasToString("-17");
    assertThat(IntegerTerm.of(BigInteger.TEN.pow(30))).hasToString("1" + "0".repeat(30));
    assertThat(IntegerTerm.of(BigInteger.ONE.shiftLeft(100_000)).toString())
        .startsWith("16#")
        .endsWith("...")
        .hasSizeLessThan(50);
  }

  @Test
  void containersPrintTheirElements() {
    assertThat(Tuple.of(Atom.OK, IntegerTerm.of(1))).hasToString("{ok,1}");
    assertThat(Tuple.EMPTY).hasToString("{}");
    assertThat(ListTerm.of(Atom.OK, ListTerm.EMPTY)).hasToString("[ok,[]]");
    assertThat(ListTerm.of(List.of(Atom.OK), Atom.ERROR)).hasToString("[ok|error]");
    assertThat(MapTerm.of(Atom.OK, IntegerTerm.of(1), Atom.ERROR, IntegerTerm.of(2)))
        .hasToString("#{ok => 1,error => 2}");
    assertThat(MapTerm.EMPTY).hasToString("#{}");
  }

  @Test
  void aBinaryPrintsAsTextWhereItIsText() {
    assertThat(Binary.utf8("héllo \"x\"")).hasToString("<<\"héllo \\\"x\\\"\"/utf8>>");
    assertThat(Binary.utf8("hello")).hasToString("<<\"hello\">>");
    assertThat(Binary.EMPTY).hasToString("<<>>");
    assertThat(Binary.wrap(new byte[] {1, 2, -1})).hasToString("<<1,2,255>>");
    assertThat(Binary.wrap(new byte[] {0})).hasToString("<<0>>");
    assertThat(Binary.wrap(new byte[] {'h', (byte) 0xE9})).hasToString("<<\"hé\">>");
    assertThat(Binary.utf8("λ")).hasToString("<<206,187>>");
  }

  @Test
  void aListOfPrintableCharactersPrintsAsString() {
    assertThat(Terms.charlist("it's \"ü\"\n")).hasToString("\"it's \\\"ü\\\"\\n\"");
    assertThat(Terms.charlist("a\0")).hasToString("[97,0]");
    assertThat(Terms.charlist("aλ")).hasToString("[97,955]");
    assertThat(ListTerm.of(List.of(IntegerTerm.of('a')), Atom.OK)).hasToString("[97|ok]");
    assertThat(ListTerm.of(IntegerTerm.of('a'), Atom.OK)).hasToString("[97,ok]");
  }

  @Test
  void aLargeBinaryPrintsItsBeginningAndSize() {
    assertThat(Binary.utf8("x".repeat(2000)).toString())
        .startsWith("<<\"xxx")
        .endsWith("x\"... 2000 bytes>>");
    assertThat(Binary.wrap(new byte[100_000]).toString())
        .startsWith("<<0,0,0,")
        .endsWith(",... 100000 bytes>>")
        .hasSizeLessThan(200);
  }

  @Test
  void filesAndStreamsAreNotReadToPrintThem(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "abc");
    assertThat(Binary.ofFile(file)).hasToString("<<... 3 bytes of " + file + ">>");
    assertThat(Binary.ofStream(InputStream.nullInputStream(), 7))
        .hasToString("<<... a stream of 7 bytes>>");
    assertThat(Binary.ofStream(InputStream.nullInputStream())).hasToString("<<... a stream>>");
  }

  @Test
  void aBitStringPrintsTheSizeOfItsLastSegment() {
    assertThat(BitString.of(new byte[] {1, (byte) 0xA0}, 3)).hasToString("<<1,5:3>>");
    assertThat(BitString.of(new byte[] {(byte) 0xFF}, 1)).hasToString("<<1:1>>");
  }

  @Test
  void identifiersPrintTheirNode() {
    assertThat(new Pid(NODE, 105, 2, 7)).hasToString("<a@h.105.2>");
    assertThat(new Port(NODE, -1, 7)).hasToString("#Port<a@h.18446744073709551615>");
    assertThat(new Reference(NODE, 7, List.of(1L, 2L))).hasToString("#Ref<a@h.1.2>");
    assertThat(new Export(new Atom("lists"), new Atom("map"), 2)).hasToString("fun lists:map/2");
  }

  @Test
  void aNodeNameThatIsNoneCannotFakeALineOfALog() {
    assertThat(new Pid(new Atom("a@h\nERROR"), 1, 0, 0)).hasToString("<'a@h\\nERROR'.1.0>");
    assertThat(new Pid(new Atom("my-app@10.0.0.1"), 1, 0, 0)).hasToString("<my-app@10.0.0.1.1.0>");
  }

  @Test
  void aVeryLongOrVeryDeepTermIsCutShort() {
    Term large = ListTerm.of(Collections.nCopies(1_000_000, Atom.OK));
    assertThat(large.toString()).endsWith("...]").hasSizeLessThan(70_000);
    Term deep = Atom.OK;
    for (int i = 0; i < 100_000; i++) {
      deep = Tuple.of(deep);
    }
    assertThat(deep.toString()).contains("...").hasSizeLessThan(1100);
    String text = Terms.charlist("a\n".repeat(1_000_000)).toString();
    assertThat(text).startsWith("\"a\\na\\n").endsWith("\\n\"...").hasSizeLessThan(70_000);
  }
}
