package io.teleport.demo;

import java.util.regex.Pattern;

/**
 * The name of a stored file: 1 to 200 letters, digits, dots, hyphens and underscores, the first of
 * them a letter or a digit. Nothing that leaves a directory can be written this way.
 *
 * @param value the name
 */
public record FileName(String value) {

  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is not allowed
   */
  public FileName {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "not a file name here: expected 1 to 200 of A-Z a-z 0-9 . _ - with a letter or digit"
              + " first");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
