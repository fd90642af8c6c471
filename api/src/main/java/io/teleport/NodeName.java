package io.teleport;

import java.io.Serializable;
import java.util.Objects;

/**
 * The name of a node, {@code alive@host}, as Erlang writes it.
 *
 * <p>The part before the {@code @} tells apart several nodes of one host; the part after it is a
 * host name or an IP address. Two node names are equal when both parts are equal, letter by letter:
 * {@code a@localhost} and {@code a@127.0.0.1} are different nodes.
 *
 * @param alive what stands before the {@code @}: 1 to 128 characters, none of them a blank, a
 *     control character, a quote, a backslash or {@code @}
 * @param host what stands after the {@code @}, under the same rules
 * @see <a href="https://www.erlang.org/doc/system/distributed.html#nodes">Erlang: Nodes</a>
 */
public record NodeName(String alive, String host) implements Comparable<NodeName>, Serializable {

  private static final int MAX_PART = 128;

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException if a part is empty, too long or holds a forbidden character
   */
  public NodeName {
    check(alive, "before", alive, host);
    check(host, "after", alive, host);
  }

  /**
   * Reads {@code alive@host}; single quotes around the whole, as Erlang prints them, are accepted.
   *
   * @throws IllegalArgumentException if the text is not a node name
   */
  public static NodeName of(String text) {
    Objects.requireNonNull(text, "node name");
    String bare =
        text.length() > 2 && text.startsWith("'") && text.endsWith("'")
            ? text.substring(1, text.length() - 1)
            : text;
    int at = bare.indexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException("'" + text + "' is not a node name: expected alive@host");
    }
    return new NodeName(bare.substring(0, at), bare.substring(at + 1));
  }

  private static void check(String part, String side, String alive, String host) {
    Objects.requireNonNull(part, "node name");
    boolean wrong =
        part.isEmpty() || part.length() > MAX_PART || part.chars().anyMatch(NodeName::isForbidden);
    if (wrong) {
      throw new IllegalArgumentException(
          "'%s@%s' is not a node name: what stands %s the @ must have 1 to %d characters, without blanks, quotes or @"
              .formatted(alive, host, side, MAX_PART));
    }
  }

  private static boolean isForbidden(int c) {
    return c <= ' ' || c == '@' || c == '\'' || c == '"' || c == '\\' || Character.isISOControl(c);
  }

  @Override
  public int compareTo(NodeName other) {
    return toString().compareTo(other.toString());
  }

  /** Returns {@code alive@host}, without quotes. */
  @Override
  public String toString() {
    return alive + '@' + host;
  }
}
