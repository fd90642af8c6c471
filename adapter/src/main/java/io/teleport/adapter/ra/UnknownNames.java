package io.teleport.adapter.ra;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds names under {@code teleport.} that mean nothing, and what their writer may have meant.
 *
 * <p>A name with a further dot that is not close to any setting is left alone: it is an
 * application's own.
 */
final class UnknownNames {

  /** Up to so many letters may be wrong in a name that counts as misspelt. */
  private static final int CLOSE = 3;

  /** Names under {@code teleport.} that are read elsewhere: by the CDI extension. */
  private static final Set<String> ELSEWHERE = Set.of("jndi-name");

  private UnknownNames() {}

  /**
   * A name that means nothing.
   *
   * @param name the full name
   * @param nearest the full name of the setting that is spelt most alike
   */
  record Unknown(String name, String nearest) {}

  static List<Unknown> among(Set<String> names) {
    List<Unknown> unknown = new ArrayList<>();
    for (String name : names) {
      String key = name.substring(Setting.PREFIX.length());
      if (Setting.ofKey(key).isPresent() || ELSEWHERE.contains(key)) {
        continue;
      }
      TreeMap<Integer, String> byDistance = new TreeMap<>();
      for (Setting setting : Setting.values()) {
        byDistance.putIfAbsent(distance(letters(key), letters(setting.key())), setting.key());
      }
      boolean close = byDistance.firstKey() <= CLOSE;
      if (close || key.indexOf('.') < 0) {
        unknown.add(new Unknown(name, Setting.PREFIX + byDistance.firstEntry().getValue()));
      }
    }
    return unknown;
  }

  private static String letters(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }

  /** Returns how many letters have to be added, left out or changed (Levenshtein's distance). */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(changed, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
