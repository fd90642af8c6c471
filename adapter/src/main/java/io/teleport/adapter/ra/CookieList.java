package io.teleport.adapter.ra;

import io.teleport.NodeName;
import io.teleport.engine.node.InvalidSettingException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the secrets that are shared with single nodes: {@code erl@10.0.0.2=one,erl@10.0.0.3=two}. A
 * secret may contain anything but commas and blanks at its ends. No message contains one.
 */
final class CookieList {

  private static final String HIDDEN = "(hidden)";
  private static final String ALLOWED =
      "node=cookie, more of them separated by commas, each node once; such as"
          + " erl@10.0.0.2=secret,erl@10.0.0.3=another";

  private CookieList() {}

  /**
   * Reads a list, which may be empty.
   *
   * @throws InvalidSettingException if the text is no list, or names a node twice
   */
  static Map<NodeName, String> parse(String setting, String text) {
    Map<NodeName, String> cookies = new LinkedHashMap<>();
    if (text.isBlank()) {
      return cookies;
    }
    for (String entry : text.split(",", -1)) {
      int equals = entry.indexOf('=');
      String cookie = equals < 0 ? "" : entry.substring(equals + 1).strip();
      if (cookie.isEmpty()) {
        throw new InvalidSettingException(setting, HIDDEN, ALLOWED);
      }
      NodeName node = node(setting, entry.substring(0, equals).strip());
      if (cookies.put(node, cookie) != null) {
        throw new InvalidSettingException(setting, node + "=" + HIDDEN, ALLOWED);
      }
    }
    return cookies;
  }

  private static NodeName node(String setting, String text) {
    try {
      return NodeName.of(text);
    } catch (IllegalArgumentException e) {
      // What stands before '=' may be a part of a secret.
      throw new InvalidSettingException(setting, HIDDEN, ALLOWED);
    }
  }
}
