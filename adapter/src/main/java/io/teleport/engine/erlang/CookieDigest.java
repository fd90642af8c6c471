package io.teleport.engine.erlang;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Shows that a node has the cookie, as Erlang's nodes do: by the MD5 digest of the cookie and a
 * challenge. That is what the protocol says, and not what one would choose; across networks that
 * others share it needs TLS below it.
 */
final class CookieDigest {

  private CookieDigest() {}

  /** Returns the digest of a cookie and the decimal digits of a challenge, read as unsigned. */
  static byte[] of(String cookie, int challenge) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(cookie.getBytes(StandardCharsets.UTF_8));
      return md5.digest(Integer.toUnsignedString(challenge).getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /** Returns whether a digest is right; takes the same time whatever is wrong with it. */
  static boolean isRight(byte[] digest, String cookie, int challenge) {
    return MessageDigest.isEqual(digest, of(cookie, challenge));
  }
}
