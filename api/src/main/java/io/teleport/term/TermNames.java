package io.teleport.term;

import java.lang.reflect.AnnotatedElement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The atoms that records, their components and the constants of enums are called by in terms. */
final class TermNames {

  private TermNames() {}

  /** Returns the tag of a record, null if it is written as a map. */
  static Atom tag(Class<?> record) {
    Tagged tagged = record.getAnnotation(Tagged.class);
    if (tagged == null) {
      return null;
    }
    String name = tagged.value().isEmpty() ? snakeCase(record.getSimpleName()) : tagged.value();
    return atom(name, record);
  }

  /**
   * Returns the name of a component or constant.
   *
   * @param owner the record or enum
   * @param member the component or constant
   * @param javaName its name in Java
   */
  static Atom of(Class<?> owner, AnnotatedElement member, String javaName) {
    Name name = member.getAnnotation(Name.class);
    if (name != null) {
      return atom(name.value(), owner);
    }
    return atom(owner.isAnnotationPresent(SnakeCase.class) ? snakeCase(javaName) : javaName, owner);
  }

  /** Checks that all members of a record or enum differ in their names. */
  static void checkDistinct(Class<?> owner, List<Atom> names) {
    Set<Atom> seen = new HashSet<>();
    for (Atom name : names) {
      if (!seen.add(name)) {
        throw new Mismatch(
            "names that differ in " + owner.getName(), "the name " + name + " twice");
      }
    }
  }

  private static Atom atom(String name, Class<?> owner) {
    try {
      return new Atom(name);
    } catch (IllegalArgumentException e) {
      throw new Mismatch("names in " + owner.getName() + " that atoms can have", e.getMessage(), e);
    }
  }

  /**
   * Returns {@code customer_id} for {@code customerId}, {@code CustomerId} or {@code CUSTOMER_ID}.
   */
  static String snakeCase(String name) {
    StringBuilder snake = new StringBuilder(name.length() + 4);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (i > 0 && Character.isUpperCase(c) && beginsWord(name, i)) {
        snake.append('_');
      }
      snake.append(Character.toLowerCase(c));
    }
    return snake.toString();
  }

  /** Returns whether a capital begins a word: "I" in customerId, "S" in HTTPServer, none in API. */
  private static boolean beginsWord(String name, int index) {
    char before = name.charAt(index - 1);
    if (before == '_') {
      return false;
    }
    return !Character.isUpperCase(before)
        || (index + 1 < name.length() && Character.isLowerCase(name.charAt(index + 1)));
  }
}
