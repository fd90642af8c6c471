package io.teleport.engine.frame;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows that a node knows the cookie without telling it: an HMAC-SHA-256, keyed with the cookie,
 * over the side and the first words of both sides as they were on the wire. They hold a fresh
 * challenge of each side, so that no proof can be used a second time, and everything the nodes said
 * of themselves, so that none of it can be changed on the way.
 */
public final class CookieProof {

  /** Length of a proof in bytes. */
  public static final int LENGTH = 32;

  /** Who proves. */
  public enum Side {
    /** Who opened the connection. */
    INITIATOR,
    /** Who accepted the connection. */
    ACCEPTOR
  }

  private static final String ALGORITHM = "HmacSHA256";

  private CookieProof() {}

  /**
   * Computes a proof.
   *
   * @param hello the initiator's first frame
   * @param challenge the acceptor's first frame
   */
  public static byte[] compute(String cookie, Side side, byte[] hello, byte[] challenge) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      // A prefix keeps the key from being empty, which a loopback node's cookie may be.
      byte[] key = ("teleport cookie:" + cookie).getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update(side.name().getBytes(StandardCharsets.US_ASCII));
      mac.update(hello);
      mac.update(challenge);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  /** Compares two proofs in a time that does not depend on where they differ. */
  public static boolean matches(byte[] expected, byte[] actual) {
    return MessageDigest.isEqual(expected, actual);
  }
}
