package io.teleport.engine.node;

import io.teleport.NodeName;
import io.teleport.engine.erlang.ErlangPorts;
import io.teleport.engine.erlang.NameForm;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** The ranges of all settings, and the rule for cookies. */
final class SettingsCheck {

  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;
  private static final Set<String> DEFAULT_LOOKING =
      Set.of(
          "",
          "cookie",
          "secret",
          "changeme",
          "change-me",
          "change_me",
          "password",
          "teleport",
          "nocookie",
          "test");
  private static final int MIN_COOKIE = 8;
  private static final int MOST_TERMS = 500_000_000;

  private SettingsCheck() {}

  static NodeSettings checked(NodeSettings s) {
    range("port", s.port(), 0, 65_535);
    range("defaultPeerPort", s.defaultPeerPort(), 1, 65_535);
    range("bulkLoops", s.bulkLoops(), 0, 64);
    range("bulkSockets", s.bulkSockets(), 0, 64);
    range("smallMessage", s.smallMessage(), KIB, MIB);
    range("fragmentSize", s.fragmentSize(), 64 * KIB, 16 * MIB);
    range("bufferMemory", s.bufferMemory(), 8 * MIB, 1L << 46);
    range("maxMessage", s.maxMessage(), s.smallMessage(), s.bufferMemory() / 2);
    range("maxTerms", s.maxTerms(), 1000, MOST_TERMS);
    range(
        "receiveWindow",
        s.receiveWindow(),
        Math.max(128 * KIB, 2L * s.smallMessage()),
        s.bufferMemory() / 2);
    range("sendQueue", s.sendQueue(), 2L * s.smallMessage(), 1L << 46);
    range("sendTimeout", s.sendTimeout(), Duration.ZERO, Duration.ofDays(1));
    range("connectTimeout", s.connectTimeout(), Duration.ofMillis(10), Duration.ofHours(1));
    range("reconnectDelayMax", s.reconnectDelayMax(), Duration.ofMillis(10), Duration.ofHours(1));
    range("tickInterval", s.tickInterval(), Duration.ofMillis(10), Duration.ofHours(1));
    range("peerTimeout", s.peerTimeout(), s.tickInterval().multipliedBy(2), Duration.ofHours(4));
    range("retention", s.retention(), Duration.ZERO, Duration.ofHours(4));
    range("deadLetterQueue", s.deadLetterQueue(), 0, 1L << 40);
    range("shutdownTimeout", s.shutdownTimeout(), Duration.ZERO, Duration.ofMinutes(5));
    checkErlang(s.erlang(), s.name(), s.tls());
    checkCookie("cookie", s.cookie(), s.bindAddress());
    if (!s.erlang().cookie().isEmpty()) {
      checkCookie("erlangCookie", s.erlang().cookie(), s.bindAddress());
    }
    s.erlang()
        .cookies()
        .values()
        .forEach(cookie -> checkCookie("erlangCookies", cookie, s.bindAddress()));
    return s;
  }

  private static void range(String setting, long value, long least, long most) {
    if (value < least || value > most) {
      throw new InvalidSettingException(setting, value, least + " to " + most);
    }
  }

  private static void range(String setting, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new InvalidSettingException(setting, print(value), print(least) + " to " + print(most));
    }
  }

  private static String print(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  private static void checkErlang(ErlangOptions erlang, NodeName name, TlsOptions tls) {
    range("epmdPort", erlang.epmdPort(), 0, 65_535);
    range("erlangPort", erlang.port(), 0, 65_535);
    range("erlangTickTime", erlang.tickTime(), Duration.ofMillis(40), Duration.ofHours(1));
    if (erlang.epmdAddress().isEmpty()) {
      throw new InvalidSettingException(
          "epmdAddress", "", "a host or an address; to go without EPMD set epmdPort=0");
    }
    if (erlang.isOn()) {
      checkErlangPorts(erlang, name);
      if (erlang.isTls()) {
        checkTls(erlang, tls);
      }
    }
  }

  private static void checkErlangPorts(ErlangOptions erlang, NodeName name) {
    ErlangPorts ports = erlang.ports();
    if (erlang.epmdPort() == 0 && erlang.port() == 0 && ports.isEmpty()) {
      throw new InvalidSettingException(
          "erlangPort",
          0,
          "1 to 65535 where there is no EPMD (epmdPort=0) to tell others a port that the operating"
              + " system chose; or 0 with erlangPorts, if this node is always the one that"
              + " connects");
    }
    if (erlang.epmdPort() != 0 && ports.others() != 0) {
      throw new InvalidSettingException(
          "erlangPorts",
          "*=" + ports.others(),
          "single nodes where there is EPMD; a port of all others only with epmdPort=0");
    }
    ports.byName().forEach((node, port) -> checkForm("erlangPorts", node, name));
    erlang.cookies().forEach((node, cookie) -> checkForm("erlangCookies", node, name));
  }

  private static void checkTls(ErlangOptions erlang, TlsOptions tls) {
    if (erlang.takesTeleportSockets()) {
      throw new InvalidSettingException(
          "teleportSockets",
          true,
          "false with erlangTls=true, since those sockets are not encrypted");
    }
    // What is wrong with the files is told at once, not when the first node connects.
    var unused = tls.context();
  }

  /** An Erlang node that this one could never connect to is a mistake. */
  private static void checkForm(String setting, NodeName node, NodeName name) {
    if (NameForm.of(node) != NameForm.of(name)) {
      throw new InvalidSettingException(
          setting,
          node,
          "Erlang nodes with %s, since nodeName is '%s' and Erlang nodes with long and short names do not connect; set nodeName to a name of the other form, or correct this one"
              .formatted(
                  NameForm.of(name) == NameForm.LONG
                      ? "long names (a dot in the host)"
                      : "short names (no dot in the host)",
                  name));
    }
  }

  private static void checkCookie(String setting, String cookie, String bindAddress) {
    if (cookie.startsWith("${")) {
      throw new InvalidSettingException(
          setting, cookie, "a secret; this is the name of a variable that has no value");
    }
    boolean weak =
        cookie.length() < MIN_COOKIE
            || DEFAULT_LOOKING.contains(cookie.strip().toLowerCase(Locale.ROOT));
    if (weak && !isLoopback(bindAddress)) {
      throw new InvalidSettingException(
          setting,
          cookie.isEmpty() ? "" : "(hidden)",
          "a secret of %d characters or more that is not a common word, since bindAddress is '%s'; an empty or weak"
                  .formatted(MIN_COOKIE, bindAddress)
              + " cookie is accepted only with bindAddress=127.0.0.1");
    }
  }

  private static boolean isLoopback(String bindAddress) {
    try {
      return InetAddress.getByName(bindAddress).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new InvalidSettingException(
          "bindAddress", bindAddress, "an IP address or a host name of this machine");
    }
  }
}
