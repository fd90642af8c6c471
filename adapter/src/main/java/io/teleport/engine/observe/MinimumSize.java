package io.teleport.engine.observe;

import java.util.Set;
import jdk.jfr.SettingControl;

/**
 * The setting {@code minimumSize} of an event: from which size on it is recorded. Of several
 * recordings the one that wants most counts. The flight recorder creates it.
 */
public final class MinimumSize extends SettingControl {

  private static final long DEFAULT = 1 << 20;

  private volatile long least = DEFAULT;

  /** Creates it with the default, a mebibyte. */
  public MinimumSize() {
    // nothing else to do
  }

  @Override
  public String combine(Set<String> values) {
    return Long.toString(values.stream().mapToLong(MinimumSize::parse).min().orElse(DEFAULT));
  }

  @Override
  public void setValue(String value) {
    least = parse(value);
  }

  private static long parse(String value) {
    try {
      return Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      Log.limited(
          "TLP1351",
          "the flight recorder's setting minimumSize is '%s'; expected a number of bytes, it is %d now"
              .formatted(value, DEFAULT),
          null);
      return DEFAULT;
    }
  }

  @Override
  public String getValue() {
    return Long.toString(least);
  }

  /** Returns whether a message of that size is recorded; one of unknown size is. */
  boolean accepts(long size) {
    return size < 0 || size >= least;
  }
}
