package io.teleport.engine.node;

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
    checkErlang(s.erlang());
    checkCookie("cookie", s.cookie(), s.bindAddress());
    if (!s.erlang().cookie().isEmpty()) {
      checkCookie("erlangCookie", s.erlang().cookie(), s.bindAddress());
    }
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

  private static void checkErlang(ErlangOptions erlang) {
    range("epmdPort", erlang.epmdPort(), 1, 65_535);
    range("erlangPort", erlang.port(), 0, 65_535);
    range("erlangTickTime", erlang.tickTime(), Duration.ofMillis(40), Duration.ofHours(1));
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
