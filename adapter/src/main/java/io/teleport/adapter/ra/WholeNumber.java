package io.teleport.adapter.ra;

import io.teleport.engine.node.InvalidSettingException;
import java.util.regex.Pattern;

/** Reads counts and ports. */
final class WholeNumber {

  private static final Pattern SYNTAX = Pattern.compile("-?\\d{1,9}");

  private WholeNumber() {}

  /**
   * Reads a number; its range is checked elsewhere.
   *
   * @throws InvalidSettingException if the text is none
   */
  static int parse(String setting, String text) {
    String bare = text.strip();
    if (!SYNTAX.matcher(bare).matches()) {
      throw new InvalidSettingException(setting, text, "a whole number");
    }
    return Integer.parseInt(bare);
  }

  /**
   * Reads a number.
   *
   * @throws InvalidSettingException if the text is none, or out of the range
   */
  static int parse(String setting, String text, int least, int most) {
    int number = parse(setting, text);
    if (number < least || number > most) {
      throw new InvalidSettingException(
          setting, text, "a whole number from %d to %d".formatted(least, most));
    }
    return number;
  }
}
