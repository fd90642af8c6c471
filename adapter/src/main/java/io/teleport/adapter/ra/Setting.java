package io.teleport.adapter.ra;

import java.util.Arrays;
import java.util.Optional;

/**
 * The settings of the resource adapter: their names, and their defaults as text; both are those of
 * the deployment descriptor.
 */
enum Setting {
  NODE_NAME("nodeName", ""),
  BIND_ADDRESS("bindAddress", "0.0.0.0"),
  PORT("port", "7420"),
  COOKIE("cookie", ""),
  PEERS("peers", ""),
  DEFAULT_PEER_PORT("defaultPeerPort", "7420"),
  BULK_LOOPS("bulkLoops", "0"),
  BULK_SOCKETS("bulkSockets", "0"),
  SMALL_MESSAGE("smallMessage", "64KiB"),
  FRAGMENT_SIZE("fragmentSize", "1MiB"),
  MAX_MESSAGE("maxMessage", "32MiB"),
  MAX_TERMS("maxTerms", "10000000"),
  BUFFER_MEMORY("bufferMemory", "128MiB"),
  RECEIVE_WINDOW("receiveWindow", "4MiB"),
  SEND_QUEUE("sendQueue", "128MiB"),
  SEND_TIMEOUT("sendTimeout", "30s"),
  CONNECT_TIMEOUT("connectTimeout", "5s"),
  RECONNECT_DELAY_MAX("reconnectDelayMax", "10s"),
  TICK_INTERVAL("tickInterval", "5s"),
  PEER_TIMEOUT("peerTimeout", "20s"),
  RETENTION("retention", "10s"),
  TRANSACTION_LIMIT("transactionLimit", "64MiB"),
  DEAD_LETTER_QUEUE("deadLetterQueue", "4MiB"),
  SHUTDOWN_TIMEOUT("shutdownTimeout", "5s"),
  DELIVERY_THREADS("deliveryThreads", "32"),
  ERLANG("erlang", "false"),
  ERLANG_COOKIE("erlangCookie", ""),
  EPMD_ADDRESS("epmdAddress", "127.0.0.1"),
  EPMD_PORT("epmdPort", "4369"),
  ERLANG_PORT("erlangPort", "0"),
  ERLANG_TICK_TIME("erlangTickTime", "60s"),
  TELEPORT_SOCKETS("teleportSockets", "false"),
  REDEPLOY_GRACE("redeployGrace", "30s"),
  ERLANG_PORTS("erlangPorts", ""),
  ERLANG_TLS("erlangTls", "false"),
  TLS_KEY_STORE("tlsKeyStore", ""),
  TLS_KEY_STORE_PASSWORD("tlsKeyStorePassword", ""),
  TLS_TRUST_STORE("tlsTrustStore", ""),
  TLS_TRUST_STORE_PASSWORD("tlsTrustStorePassword", ""),
  ERLANG_COOKIES("erlangCookies", "");

  /** What stands before a setting's name in MicroProfile Config. */
  static final String PREFIX = "teleport.";

  private final String key;
  private final String defaultText;

  Setting(String key, String defaultText) {
    this.key = key;
    this.defaultText = defaultText;
  }

  /** Returns the name, which is that of the config-property. */
  String key() {
    return key;
  }

  /** Returns the default, as text. */
  String defaultText() {
    return defaultText;
  }

  static Optional<Setting> ofKey(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }
}
