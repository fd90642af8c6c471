package io.teleport.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CommandLineTest {

  private static final List<String> FRUIT = List.of("apple", "pear", "plum");

  @Test
  void valuesAndFlagsAreFound() {
    CommandLine line = parse("--json", "file", "--quick");
    assertThat(line.value("--json")).contains("file");
    assertThat(line.has("--quick")).isTrue();
  }

  @Test
  void whatIsNotGivenIsNotThere() {
    CommandLine line = parse();
    assertThat(line.value("--json")).isEmpty();
    assertThat(line.has("--quick")).isFalse();
    assertThat(line.number("--rounds", 1, 9, 3)).isEqualTo(3);
    assertThat(line.choices("--fruit", FRUIT, Function.identity())).isEqualTo(FRUIT);
  }

  @Test
  void choicesKeepTheirOwnOrder() {
    assertThat(parse("--fruit", "plum,apple").choices("--fruit", FRUIT, Function.identity()))
        .containsExactly("apple", "plum");
  }

  @Test
  void anUnknownChoiceIsNamedWithTheKnownOnes() {
    CommandLine line = parse("--fruit", "apple,fig");
    assertMisuse(
        () -> line.choices("--fruit", FRUIT, Function.identity()),
        "--fruit fig: expected some of [apple, pear, plum]");
  }

  @Test
  void aNumberOutOfRangeIsNamedWithTheRange() {
    for (String value : List.of("0", "10", "x", "")) {
      CommandLine line = parse("--rounds", value);
      assertMisuse(
          () -> line.number("--rounds", 1, 9, 3),
          "--rounds " + value + ": expected a number from 1 to 9");
    }
  }

  @Test
  void bytesMayHaveAUnit() {
    assertThat(parse().bytes("--json", 0, 10, 7)).isEqualTo(7);
    assertThat(parse("--json", "300").bytes("--json", 0, 1L << 40, 7)).isEqualTo(300);
    assertThat(parse("--json", "64k").bytes("--json", 0, 1L << 40, 7)).isEqualTo(64 << 10);
    assertThat(parse("--json", "10M").bytes("--json", 0, 1L << 40, 7)).isEqualTo(10 << 20);
    assertThat(parse("--json", "20g").bytes("--json", 0, 1L << 40, 7)).isEqualTo(20L << 30);
  }

  @Test
  void bytesOutOfRangeAreNamedWithTheRange() {
    for (String value : List.of("1", "3k", "999999999999999g", "2x", "k", "-1", "")) {
      CommandLine line = parse("--json", value);
      assertMisuse(
          () -> line.bytes("--json", 2, 2048, 7),
          "--json %s: expected a number of bytes from 2 to 2048, as 300, 64k, 10m or 2g"
              .formatted(value));
    }
  }

  @Test
  void anUnknownOptionIsRefused() {
    assertMisuse(() -> parse("--colour", "red"), "--colour is not an option here");
  }

  @Test
  void anOptionWithoutItsValueIsRefused() {
    assertMisuse(() -> parse("--quick", "--json"), "--json needs a value");
  }

  @Test
  void anOptionIsGivenOnce() {
    assertMisuse(() -> parse("--json", "a", "--json", "b"), "--json is given twice");
    assertMisuse(() -> parse("--quick", "--quick"), "--quick is given twice");
  }

  @Test
  void operandsMayStandAnywhereAmongOptions() {
    CommandLine line =
        CommandLine.parseWithOperands(List.of("a", "--out", "page", "b"), Set.of("--out"));
    assertThat(line.operands()).containsExactly("a", "b");
    assertThat(line.value("--out")).contains("page");
  }

  @Test
  void operandsAreRefusedWhereNoneAreExpected() {
    assertMisuse(() -> parse("file"), "file is not an option here");
  }

  private static CommandLine parse(String... arguments) {
    return CommandLine.parse(
        List.of(arguments), Set.of("--json", "--rounds", "--fruit"), Set.of("--quick"));
  }

  private static void assertMisuse(ThrowingCallable call, String message) {
    assertThatExceptionOfType(UsageException.class).isThrownBy(call).withMessage(message);
  }
}
