package io.teleport.bench.report;

import java.util.Locale;

/** Numbers as people read them: three or four digits that count. */
final class Quantity {

  private static final int KIB = 1024;
  private static final double MILLION = 1e6;
  private static final double BILLION = 1e9;

  private Quantity() {}

  /** Returns a value of a table, such as {@code 2,371}, {@code 15.9} or {@code 0.067}. */
  static String exact(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) || size >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    if (size >= 10) {
      return String.format(Locale.ROOT, "%.1f", value);
    }
    if (size >= 1) {
      return String.format(Locale.ROOT, "%.2f", value);
    }
    return size >= 0.001
        ? String.format(Locale.ROOT, "%.3f", value)
        : String.format(Locale.ROOT, "%.1e", value);
  }

  /** Returns a value of a chart, such as {@code 1.64 M}. */
  static String brief(double value) {
    double size = Math.abs(value);
    if (size >= BILLION) {
      return digits(value / BILLION) + " G";
    }
    if (size >= MILLION) {
      return digits(value / MILLION) + " M";
    }
    if (size >= 10_000) {
      return digits(value / 1000) + " k";
    }
    return size >= 1000 ? String.format(Locale.ROOT, "%,.0f", value) : digits(value);
  }

  /** Returns how many times, such as {@code 1.39×}. */
  static String ratio(double value) {
    String number =
        value >= 10_000
            ? brief(value)
            : value >= 0.1 && value < 10 ? String.format(Locale.ROOT, "%.2f", value) : exact(value);
    return number + "×";
  }

  /** Returns how many times, for a chart, such as {@code 0.5×}. */
  static String briefRatio(double value) {
    return brief(value) + "×";
  }

  /** Returns a size, such as {@code 10 MiB}. */
  static String bytes(double value) {
    String[] units = {"B", "KiB", "MiB", "GiB"};
    int unit = 0;
    double rest = value;
    while (rest >= KIB && unit < units.length - 1) {
      rest /= KIB;
      unit++;
    }
    return digits(rest) + " " + units[unit];
  }

  /** Returns three digits that count, without noughts at the end. */
  private static String digits(double value) {
    double size = Math.abs(value);
    int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return decimals == 0 ? text : text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
