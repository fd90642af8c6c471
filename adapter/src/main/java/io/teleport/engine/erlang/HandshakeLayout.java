package io.teleport.engine.erlang;

/**
 * Tags and lengths of handshake messages, each of which has its length before it: in 16 bits, over
 * TLS in 32.
 */
final class HandshakeLayout {

  /** Names and challenges: 'N'. */
  static final byte NAME = 'N';

  /** Names in the form of before OTP 23: 'n'. */
  static final byte OLD_NAME = 'n';

  /** States, and the answer to one of them: 's'. */
  static final byte STATUS = 's';

  /** The reply to a challenge: 'r'. */
  static final byte REPLY = 'r';

  /** The acknowledgement of that: 'a'. */
  static final byte ACKNOWLEDGEMENT = 'a';

  /** Length of an MD5 digest. */
  static final int DIGEST = 16;

  /** The longest message that is read; names have at most 255 characters. */
  static final int MAX_LENGTH = 2048;

  private HandshakeLayout() {}
}
