package io.teleport;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and prints addresses in Erlang's notation. */
final class AddressSyntax {

  private static final Pattern BARE_ATOM = Pattern.compile("[a-z][A-Za-z0-9_@]*");
  private static final String ATOM = "([a-z][\\w@]*|'(?:[^'\\\\]++|\\\\.)*+')";
  private static final Pattern TUPLE =
      Pattern.compile("\\{\\s*" + ATOM + "\\s*,\\s*" + ATOM + "\\s*}");

  private AddressSyntax() {}

  static String atom(String text) {
    if (BARE_ATOM.matcher(text).matches()) {
      return text;
    }
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  static Address parse(String text) {
    Objects.requireNonNull(text, "address");
    Matcher tuple = TUPLE.matcher(text.strip());
    if (tuple.matches()) {
      return Address.of(unquote(tuple.group(1)), unquote(tuple.group(2)));
    }
    int at = text.indexOf('@');
    if (at > 0 && text.indexOf('@', at + 1) > 0 && !text.startsWith("{")) {
      return Address.of(text.substring(0, at), text.substring(at + 1));
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not an address: expected {name, 'node@host'} or name@node@host");
  }

  private static String unquote(String atom) {
    if (!atom.startsWith("'")) {
      return atom;
    }
    return atom.substring(1, atom.length() - 1).replaceAll("\\\\(.)", "$1");
  }
}
