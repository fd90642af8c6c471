package io.teleport.engine.erlang;

import io.teleport.NodeName;
import java.util.Optional;

/**
 * The two forms of node names. Nodes whose names differ in form do not connect: one that was
 * started with {@code -sname} looks for hosts in its own domain only.
 *
 * @see <a href="https://www.erlang.org/doc/system/distributed.html#nodes">Erlang: Nodes</a>
 */
public enum NameForm {
  /** The host is one word: {@code erl@host1}. */
  SHORT,
  /** The host is a full name or an IP address: {@code erl@host1.example.com}. */
  LONG;

  /** Returns the form of a name. */
  public static NameForm of(NodeName name) {
    boolean isLong = name.host().indexOf('.') >= 0 || name.host().indexOf(':') >= 0;
    return isLong ? LONG : SHORT;
  }

  /** Returns why a node does not connect to another one; empty if the forms agree. */
  static Optional<String> conflict(NodeName own, NodeName other) {
    if (of(own) == of(other)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s has %s and this node, %s, has %s; Erlang nodes of both kinds do not connect: change nodeName, or start the other one with '%s'"
            .formatted(
                other,
                of(other).described(),
                own,
                of(own).described(),
                of(own) == LONG ? "-name" : "-sname"));
  }

  private String described() {
    return this == LONG ? "a long name (a dot in the host)" : "a short name (no dot in the host)";
  }
}
