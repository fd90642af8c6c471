package io.teleport.adapter.ra;

import io.teleport.NodeName;
import io.teleport.engine.erlang.ErlangPorts;
import io.teleport.engine.node.InvalidSettingException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads where Erlang nodes listen: {@code erl@10.0.0.2=9001, erl@10.0.0.3=9001}, or {@code *=9001}
 * for all that are not named.
 */
final class ErlangPortList {

  private static final String ALLOWED =
      "node=port, more of them separated by commas, '*' for all other nodes; such as"
          + " erl@10.0.0.2=9001,erl@10.0.0.3=9002";
  private static final String ALL_OTHERS = "*";
  private static final int MAX_PORT = 65_535;

  private ErlangPortList() {}

  /**
   * Reads a list, which may be empty.
   *
   * @throws InvalidSettingException if the text is no list, or names a node twice
   */
  static ErlangPorts parse(String setting, String text) {
    if (text.isBlank()) {
      return ErlangPorts.NONE;
    }
    Map<NodeName, Integer> ports = new LinkedHashMap<>();
    int others = 0;
    for (String entry : text.split(",", -1)) {
      int equals = entry.lastIndexOf('=');
      if (equals < 0) {
        throw new InvalidSettingException(setting, entry.strip(), ALLOWED);
      }
      String name = entry.substring(0, equals).strip();
      int port = WholeNumber.parse(setting, entry.substring(equals + 1), 1, MAX_PORT);
      boolean isSecond;
      if (name.equals(ALL_OTHERS)) {
        isSecond = others != 0;
        others = port;
      } else {
        isSecond = ports.put(node(setting, name), port) != null;
      }
      if (isSecond) {
        throw new InvalidSettingException(setting, entry.strip(), "each node once");
      }
    }
    return new ErlangPorts(ports, others);
  }

  private static NodeName node(String setting, String text) {
    try {
      return NodeName.of(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(setting, text, "a node name before '=': " + e.getMessage());
    }
  }
}
