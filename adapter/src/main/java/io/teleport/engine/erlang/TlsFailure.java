package io.teleport.engine.erlang;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What it means, for who has to mend it, that there is no TLS connection. */
final class TlsFailure {

  /** How TLS begins: a record of a handshake, and the major version. */
  static final int FIRST_BYTES = 0x1603;

  /** A node speaks TLS to this one, which does not. */
  static final String NOT_HERE =
      "a node speaks TLS, and this one does not: set erlangTls=true, or start the other one without"
          + " -proto_dist inet_tls";

  /** What may be the matter if a connection is closed in the TLS handshake without a word. */
  static final String IF_CLOSED =
      "; perhaps it does not trust this node's certificate (tlsKeyStore), or does not speak TLS"
          + " (-proto_dist inet_tls, erlangTls)";

  private TlsFailure() {}

  /** Returns what kind of refusal it is. */
  static Handshake.Refusal refusal(SSLException failure) {
    return isTrust(failure) ? Handshake.Refusal.CERTIFICATE : Handshake.Refusal.OTHER;
  }

  /**
   * Returns what to tell.
   *
   * @param peer the other node
   */
  static String text(String peer, SSLException failure) {
    if (failure.getMessage() != null && failure.getMessage().contains("Received fatal alert")) {
      return "%s ended the TLS handshake: %s; most likely it does not trust this node's certificate (tlsKeyStore)"
          .formatted(peer, failure.getMessage());
    }
    if (isTrust(failure)) {
      return "%s is not trusted: %s (tlsTrustStore)".formatted(peer, failure.getMessage());
    }
    return "no TLS with %s: %s; it has to be started with -proto_dist inet_tls, or erlangTls=true"
        .formatted(peer, failure.getMessage());
  }

  private static boolean isTrust(SSLException failure) {
    return failure instanceof SSLHandshakeException
        || failure instanceof SSLPeerUnverifiedException
        || (failure.getMessage() != null && failure.getMessage().contains("Received fatal alert"));
  }
}
