package io.teleport.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How terms are read from text. What is read here, and how, was compared with OTP 25. */
class TermParserTest {

  private static final Duration SHORT = Duration.ofSeconds(5);

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-1, -1",
    "- 1, -1",
    "+1, 1",
    "00012, 12",
    "1_000, 1000",
    "16#FF, 255",
    "16#ff_FF, 65535",
    "-16#ff, -255",
    "2#1010, 10",
    "36#Zz, 1295",
    "$a, 97",
    "-$a, -97",
    "'$ ', 32",
    "$\\n, 10",
    "$\\s, 32",
    "$\\d, 127",
    "$\\^a, 1",
    "$\\^[, 27",
    "$\\x41, 65",
    "$\\x{1F600}, 128512",
    "$\\101, 65",
    "$\\q, 113",
    "$λ, 955",
    "123456789012345678901234567890, 123456789012345678901234567890"
  })
  void anIntegerIsReadInEveryBaseAndAsCharacter(String text, BigInteger value) {
    assertThat(Terms.parse(text)).isEqualTo(IntegerTerm.of(value));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 0.0",
    "-0.0, -0.0",
    "1.5, 1.5",
    "1.0e10, 1e10",
    "1.5E+3, 1500",
    "2.5e-1, 0.25",
    "1_0.2_5e1_0, 1.025e11",
    "1.0e-400, 0"
  })
  void aFloatIsReadWithItsExponent(String text, double value) {
    assertThat(Terms.parse(text)).isEqualTo(new FloatTerm(value));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "ok, ok",
        "aB_9@x, aB_9@x",
        "ñandú, ñandú",
        "'with space', with space",
        "'it\\'s', it's",
        "'日本', 日本",
        "'\\x{65E5}\\x4a\\101', 日JA",
        "'', \"\"",
        "maybe, maybe",
        "'end', end"
      })
  void anAtomIsReadWithQuotesAndWithout(String text, String name) {
    assertThat(Terms.parse(text)).isEqualTo(new Atom(name));
  }

  @Test
  void aStringIsAListOfItsCharacters() {
    assertThat(Terms.parse("\"aλ\\n\"")).isEqualTo(Terms.charlist("aλ\n"));
    assertThat(Terms.parse("\"\"")).isEqualTo(ListTerm.EMPTY);
    assertThat(Terms.parse("\"line\nbreak\"")).isEqualTo(Terms.charlist("line\nbreak"));
  }

  @Test
  void stringsInARowAreOne() {
    assertThat(Terms.parse("\"ab\" % first\n \"c\" \"d\"")).isEqualTo(Terms.charlist("abcd"));
    assertThat(Terms.parse("<<\"ab\" \"c\">>")).isEqualTo(Binary.utf8("abc"));
  }

  @Test
  void tuplesListsAndMapsAreReadToAnyDepth() {
    assertThat(Terms.parse("{}")).isEqualTo(Tuple.EMPTY);
    assertThat(Terms.parse("[ ]")).isEqualTo(ListTerm.EMPTY);
    assertThat(Terms.parse("# { }")).isEqualTo(MapTerm.EMPTY);
    assertThat(Terms.parse("{order,#{id=>17,tags => [a,[b]]},{}}"))
        .isEqualTo(
            Tuple.of(
                new Atom("order"),
                MapTerm.of(
                    new Atom("id"),
                    IntegerTerm.of(17),
                    new Atom("tags"),
                    ListTerm.of(new Atom("a"), ListTerm.of(new Atom("b")))),
                Tuple.EMPTY));
    assertThat(Terms.parse("({(a)})")).isEqualTo(Tuple.of(new Atom("a")));
  }

  @Test
  void aListMayEndInATail() {
    assertThat(Terms.parse("[a,b|c]"))
        .isEqualTo(ListTerm.of(List.of(new Atom("a"), new Atom("b")), new Atom("c")));
    assertThat(Terms.parse("[1|[2|[3]]]")).isEqualTo(Terms.of(List.of(1, 2, 3)));
    assertThat(Terms.parse("[$a|\"bc\"]")).isEqualTo(Terms.charlist("abc"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "<<>> | \"\"",
        "<<1,2,255>> | 0102ff",
        "<<-1,256,$a>> | ff0061",
        "<<\"aé\">> | 61e9",
        "<<\"aé\"/utf8>> | 61c3a9",
        "<<\"λ\">> | bb",
        "<<\"ab\":16,2>> | 0061006202",
        "<<955/utf8>> | cebb",
        "<<\"ab\"/utf16-little>> | 61006200",
        "<<\"a\"/utf32>> | 00000061",
        "<<1:16/little>> | 0100",
        "<<1:(16)>> | 0001",
        "<<1:2/unit:8>> | 0001",
        "<<2.5/float>> | 4004000000000000",
        "<<1.5:32/float>> | 3fc00000",
        "<<1/little-float>> | 000000000000f03f",
        "<<-1:12,2:4/signed-big-integer>> | fff2",
        "<<1:0>> | \"\""
      })
  void aBinaryIsReadByTheBitSyntax(String text, String hex) {
    assertThat(Terms.parse(text))
        .isEqualTo(Binary.wrap(HexFormat.of().parseHex(hex == null ? "" : hex)));
  }

  @Test
  void whatDoesNotFillBytesIsABitString() {
    assertThat(Terms.parse("<<1,5:3>>")).isEqualTo(BitString.of(new byte[] {1, (byte) 0xA0}, 3));
    assertThat(Terms.parse("<<-1:4>>")).isEqualTo(BitString.of(new byte[] {(byte) 0xF0}, 4));
    assertThat(Terms.parse("<<1:1,\"a\">>"))
        .isEqualTo(BitString.of(new byte[] {(byte) 0xB0, (byte) 0x80}, 1));
  }

  @Test
  void aFunctionOfAModuleIsRead() {
    assertThat(Terms.parse("fun lists:map/2"))
        .isEqualTo(new Export(new Atom("lists"), new Atom("map"), 2));
    assertThat(Terms.parse("fun 'My.Module' : 'end' / 0"))
        .isEqualTo(new Export(new Atom("My.Module"), new Atom("end"), 0));
    assertThat(Terms.parse("funny")).isEqualTo(new Atom("funny"));
  }

  @Test
  void commentsWhiteSpaceAndADotAtTheEndAreNotPartOfTheTerm() {
    assertThat(Terms.parse(" % order\n\t{ a , % first\r\n b }\u00A0. % done"))
        .isEqualTo(Tuple.of(new Atom("a"), new Atom("b")));
    assertThat(Terms.parse("1.")).isEqualTo(IntegerTerm.of(1));
    assertThat(Terms.parse("1.5.")).isEqualTo(new FloatTerm(1.5));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "`` ; a term ; the end of the text",
        "{1,2 ; \",\" or \"}\" ; the end of the text",
        "{1,2] ; \",\" or \"}\" ; \"]\"",
        "{a,} ; a term ; \"}\"",
        "[a|b|c] ; \"]\" ; \"|\"",
        "[1 2] ; \",\", \"|\" or \"]\" ; \"2\"",
        "a b ; the end of the term ; \"b\"",
        "a.b ; the end of the term ; \".\"",
        "1+2 ; the end of the term ; \"+\"",
        "#{a=>1,a=>2} ; a map of which all keys differ ; the key a occurs twice",
        "#{a:=1} ; \"=>\" ; \":\"",
        "Name ; a term ; the variable Name",
        "_ ; a term ; the variable _",
        "end ; a term ; end, which is an atom only in quotes: 'end'",
        "-a ; a number ; \"a\"",
        "2#2 ; a digit of base 2 ; \"2\"",
        "37#1 ; a base of 2 to 36 ; 37",
        "1.5e ; the digits of an exponent ; the end of the text",
        "1.0e400 ; a float of at most 1.7976931348623157e308 ; a larger one",
        "1__0 ; the end of the term ; \"__0\"",
        "\"\\x{110000}\" ; a character of Unicode ; one beyond 10FFFF, or half of a surrogate"
            + " pair (D800 to DFFF)",
        "\"\\xg\" ; a hexadecimal digit ; \"g\"",
        "'abc ; ' to end what began at character 1 ; the end of the text",
        "<<a>> ; a number or a string ; \"a\"",
        "<<1.5>> ; an integer, or /float after it ; 1.5",
        "<<1/binary>> ; integer, float, utf8, utf16, utf32, big, little or unit ; binary",
        "<<1:8/utf8>> ; no size of what is utf8 ; one",
        "fun a:b/256 ; a fun of at most 255 arguments ; one of 256",
        "[1,2,...] ; a term ; \"...\", where a text was cut short",
        "\"ab\"... ; the end of the term ; \"...\", where a text was cut short",
        "<0.84.0> ; a term ; \"<\" of a process identifier, which cannot be read from text",
        "#Ref<0.1.2> ; a term ; \"#\" of something that cannot be read from text",
        "#rec{a = 1} ; a term ; \"#\" of something that cannot be read from text",
        "日 ; a term ; \"日\""
      })
  void whatIsNotATermIsRefused(String text, String expected, String found) {
    assertThatThrownBy(() -> Terms.parse(text))
        .isInstanceOfSatisfying(
            TermSyntaxException.class,
            e -> {
              assertThat(e.expected()).isEqualTo(expected);
              assertThat(e.found()).isEqualTo(found);
            });
  }

  @Test
  void aRefusalSaysWhere() {
    assertThatThrownBy(() -> Terms.parse("{ok,\n [😀, 'a\nb'\n  c]}"))
        .isInstanceOfSatisfying(
            TermSyntaxException.class,
            e -> {
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.column()).isEqualTo(3);
              assertThat(e.offset()).isEqualTo(7);
            });
    assertThatThrownBy(() -> Terms.parse("{'😀',\n 'a\nb'\n  c}"))
        .hasMessage(
            "not a term in Erlang syntax: line 4, column 3: expected \",\" or \"}\", found \"c\"");
  }

  @Test
  void aFunThatIsNoFunctionOfAModuleIsRefused() {
    assertThatThrownBy(() -> Terms.parse("fun(X) -> X end"))
        .isInstanceOf(TermSyntaxException.class)
        .hasMessageContaining("only funs like fun lists:map/2 can be read from text");
  }

  @Test
  void nestingIsReadTo500Levels() {
    Term deepest = Terms.parse("[".repeat(500) + "{}" + "]".repeat(500));
    assertThat(Terms.parse(deepest.toString())).isEqualTo(deepest);
    for (String open : List.of("[", "{", "#{a=>", "[a|", "(", "#{x=>{")) {
      assertThatThrownBy(() -> Terms.parse(open.repeat(100_000)))
          .isInstanceOf(TermSyntaxException.class)
          .hasMessageContaining("at most 500 levels");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9",
        "9,",
        "16#9",
        "1.9",
        "1.0e9",
        "{",
        "\"a\"",
        "\"a\" ",
        "'",
        "\"",
        "a",
        "$a,",
        "%\n",
        "<<1:8388608>>,",
        "<<\"a\":8388608>>,",
        "<<",
        "(",
        "\\",
        "$\\",
        "\u00e9",
        "\ud83d"
      })
  void aTextThatIsLongIsReadOrRefusedSoon(String part) {
    for (int length : new int[] {TermParser.MAX_LENGTH - 8, TermParser.MAX_LENGTH + 1}) {
      String text = part.repeat(length / part.length() + 1).substring(0, length);
      Assertions.assertTimeoutPreemptively(SHORT, () -> readOrRefuse("[" + text));
      Assertions.assertTimeoutPreemptively(SHORT, () -> readOrRefuse(text));
      Assertions.assertTimeoutPreemptively(SHORT, () -> readOrRefuse("'" + text));
    }
  }

  @Test
  void manyLongNumbersAreReadSoon() {
    String number = "9".repeat(NumberSyntax.MAX_DIGITS);
    String text = "[" + (number + ",").repeat(100) + "1]";
    Assertions.assertTimeoutPreemptively(
        SHORT, () -> assertThat(((ListTerm) Terms.parse(text)).elements()).hasSize(101));
    assertThatThrownBy(() -> Terms.parse(number + "9"))
        .isInstanceOf(TermSyntaxException.class)
        .hasMessageContaining("at most 10000 digits");
  }

  @Property(tries = 3000)
  void anyTextIsATermOrRefused(
      @ForAll
          @StringLength(max = 60)
          @CharRange(from = '\0', to = '\u00ff')
          @CharRange(from = '\ud7f0', to = '\ue010')
          String text) {
    readOrRefuse(text);
  }

  @Property(tries = 3000)
  void anyTextOfSymbolsIsATermOrRefused(
      @ForAll
          @StringLength(max = 40)
          @Chars({
            '{', '}', '[', ']', '<', '>', '#', '|', ',', '.', '"', '\'', '\\', '$', '-', ':', '/',
            '=', '1', '0', 'a', 'e', 'x', '_', '%', '\n', ' '
          })
          String text) {
    readOrRefuse(text);
  }

  private static void readOrRefuse(String text) {
    Term term;
    try {
      term = Terms.parse(text);
    } catch (TermSyntaxException e) {
      assertThat(e.found()).hasSizeLessThan(200_000);
      assertThat(e.offset()).isBetween(0, text.length());
      return;
    }
    assertThat(term).isNotNull();
  }
}
