package io.teleport.adapter.ra;

import io.teleport.NodeName;
import io.teleport.engine.node.InvalidSettingException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads where other nodes listen: {@code beta@127.0.0.1=127.0.0.1:7421, gamma@host=host:7420}. An
 * IPv6 address stands in brackets: {@code delta@h=[::1]:7422}.
 */
final class PeerList {

  private static final String ALLOWED =
      "node=host:port, more of them separated by commas; such as"
          + " beta@10.0.0.2=10.0.0.2:7420,gamma@host=host:7421";
  private static final Pattern ENTRY =
      Pattern.compile("([^=]+)=\\s*(?:\\[([^]\\s]+)]|([^:\\s\\[\\]]+))\\s*:\\s*(\\d{1,5})");
  private static final int MAX_PORT = 65_535;

  private PeerList() {}

  /**
   * Reads a list, which may be empty. Host names are resolved when the node is first reached, not
   * here.
   *
   * @throws InvalidSettingException if the text is no list, or names a node twice
   */
  static Map<NodeName, InetSocketAddress> parse(String setting, String text) {
    Map<NodeName, InetSocketAddress> peers = new LinkedHashMap<>();
    if (text.isBlank()) {
      return peers;
    }
    for (String entry : text.split(",", -1)) {
      Matcher matcher = ENTRY.matcher(entry.strip());
      if (!matcher.matches()) {
        throw new InvalidSettingException(setting, entry.strip(), ALLOWED);
      }
      NodeName node = node(setting, matcher.group(1).strip());
      String host = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
      int port = Integer.parseInt(matcher.group(4));
      if (port < 1 || port > MAX_PORT) {
        throw new InvalidSettingException(setting, entry.strip(), "a port from 1 to " + MAX_PORT);
      }
      if (peers.put(node, InetSocketAddress.createUnresolved(host, port)) != null) {
        throw new InvalidSettingException(setting, entry.strip(), "each node once");
      }
    }
    return peers;
  }

  private static NodeName node(String setting, String text) {
    try {
      return NodeName.of(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(setting, text, "a node name before '=': " + e.getMessage());
    }
  }
}
