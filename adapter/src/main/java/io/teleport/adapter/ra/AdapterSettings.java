package io.teleport.adapter.ra;

import io.teleport.NodeName;
import io.teleport.engine.node.DurationText;
import io.teleport.engine.node.ErlangOptions;
import io.teleport.engine.node.InvalidSettingException;
import io.teleport.engine.node.NodeSettings;
import io.teleport.engine.node.NodeSettingsBuilder;
import io.teleport.engine.node.TlsOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a resource adapter runs with.
 *
 * @param node the settings of its node
 * @param deliveryThreads how many threads of the container deliver messages at a time, at most
 * @param redeployGrace for how long messages wait for a bean that was stopped
 * @param transactionLimit how many bytes one transaction may hold for its commit
 */
record AdapterSettings(
    NodeSettings node, int deliveryThreads, Duration redeployGrace, long transactionLimit) {

  private static final int MOST_DELIVERY_THREADS = 1024;
  private static final Duration LONGEST_GRACE = Duration.ofHours(1);

  /**
   * Reads all settings.
   *
   * @param configured the values of the config-properties; a missing one has its default
   * @param overrides values that win over them
   * @throws InvalidSettingException if a value is wrong
   */
  static AdapterSettings read(Map<Setting, String> configured, Overrides overrides) {
    return new Reader(configured, overrides).read();
  }

  /** Turns texts into values. */
  private static final class Reader {

    private final Map<Setting, String> texts = new EnumMap<>(Setting.class);

    Reader(Map<Setting, String> configured, Overrides overrides) {
      for (Setting setting : Setting.values()) {
        String text = configured.getOrDefault(setting, setting.defaultText());
        texts.put(setting, overrides.find(Setting.PREFIX + setting.key()).orElse(text));
      }
    }

    AdapterSettings read() {
      NodeSettingsBuilder builder =
          NodeSettings.builder(nodeName(), texts.get(Setting.COOKIE))
              .bindAddress(bindAddress())
              .port(number(Setting.PORT))
              .defaultPeerPort(number(Setting.DEFAULT_PEER_PORT))
              .bulkLoops(number(Setting.BULK_LOOPS))
              .bulkSockets(number(Setting.BULK_SOCKETS))
              .smallMessage(smallSize(Setting.SMALL_MESSAGE))
              .fragmentSize(smallSize(Setting.FRAGMENT_SIZE))
              .maxMessage(size(Setting.MAX_MESSAGE))
              .maxTerms(number(Setting.MAX_TERMS))
              .bufferMemory(size(Setting.BUFFER_MEMORY))
              .receiveWindow(smallSize(Setting.RECEIVE_WINDOW))
              .sendQueue(size(Setting.SEND_QUEUE))
              .sendTimeout(duration(Setting.SEND_TIMEOUT))
              .connectTimeout(duration(Setting.CONNECT_TIMEOUT))
              .reconnectDelayMax(duration(Setting.RECONNECT_DELAY_MAX))
              .tickInterval(duration(Setting.TICK_INTERVAL))
              .peerTimeout(duration(Setting.PEER_TIMEOUT))
              .retention(duration(Setting.RETENTION))
              .deadLetterQueue(size(Setting.DEAD_LETTER_QUEUE))
              .shutdownTimeout(duration(Setting.SHUTDOWN_TIMEOUT));
      builder.erlang(erlang());
      builder.tls(tls());
      PeerList.parse(Setting.PEERS.key(), texts.get(Setting.PEERS)).forEach(builder::peer);
      return new AdapterSettings(
          builder.build(), deliveryThreads(), redeployGrace(), size(Setting.TRANSACTION_LIMIT));
    }

    private NodeName nodeName() {
      String text = texts.get(Setting.NODE_NAME).strip();
      try {
        return text.isEmpty() ? new NodeName("teleport", localHost()) : NodeName.of(text);
      } catch (IllegalArgumentException e) {
        throw new InvalidSettingException(
            Setting.NODE_NAME.key(), text, "alive@host, such as orders@host1: " + e.getMessage());
      }
    }

    private static String localHost() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        // A machine without a name still has this one.
        return "localhost";
      }
    }

    private String bindAddress() {
      String text = texts.get(Setting.BIND_ADDRESS).strip();
      // Java takes an empty text for the loopback address.
      if (text.isEmpty() || !isKnown(text)) {
        throw new InvalidSettingException(
            Setting.BIND_ADDRESS.key(), text, "an IP address or a host name of this machine");
      }
      return text;
    }

    private static boolean isKnown(String host) {
      try {
        return InetAddress.getByName(host) != null;
      } catch (UnknownHostException e) {
        return false;
      }
    }

    private ErlangOptions erlang() {
      return new ErlangOptions(
          truth(Setting.ERLANG),
          texts.get(Setting.ERLANG_COOKIE),
          texts.get(Setting.EPMD_ADDRESS).strip(),
          number(Setting.EPMD_PORT),
          number(Setting.ERLANG_PORT),
          duration(Setting.ERLANG_TICK_TIME),
          truth(Setting.TELEPORT_SOCKETS),
          ErlangPortList.parse(Setting.ERLANG_PORTS.key(), texts.get(Setting.ERLANG_PORTS)),
          truth(Setting.ERLANG_TLS),
          CookieList.parse(Setting.ERLANG_COOKIES.key(), texts.get(Setting.ERLANG_COOKIES)));
    }

    private TlsOptions tls() {
      return new TlsOptions(
          texts.get(Setting.TLS_KEY_STORE).strip(),
          texts.get(Setting.TLS_KEY_STORE_PASSWORD),
          texts.get(Setting.TLS_TRUST_STORE).strip(),
          texts.get(Setting.TLS_TRUST_STORE_PASSWORD));
    }

    private boolean truth(Setting setting) {
      String text = texts.get(setting).strip();
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new InvalidSettingException(setting.key(), text, "true or false");
      };
    }

    private int deliveryThreads() {
      Setting setting = Setting.DELIVERY_THREADS;
      return WholeNumber.parse(setting.key(), texts.get(setting), 1, MOST_DELIVERY_THREADS);
    }

    private Duration redeployGrace() {
      Duration grace = duration(Setting.REDEPLOY_GRACE);
      if (grace.compareTo(LONGEST_GRACE) > 0) {
        throw new InvalidSettingException(
            Setting.REDEPLOY_GRACE.key(), texts.get(Setting.REDEPLOY_GRACE), "0s to 1h");
      }
      return grace;
    }

    private int number(Setting setting) {
      return WholeNumber.parse(setting.key(), texts.get(setting));
    }

    private int smallSize(Setting setting) {
      return ByteSize.parseInt(setting.key(), texts.get(setting));
    }

    private long size(Setting setting) {
      return ByteSize.parse(setting.key(), texts.get(setting));
    }

    private Duration duration(Setting setting) {
      return DurationText.parse(setting.key(), texts.get(setting));
    }
  }
}
