package io.teleport.engine.erlang;

/**
 * The messages between a node and EPMD. A request has its length in 16 bits before it; an answer
 * has none.
 *
 * @see <a href="https://www.erlang.org/doc/apps/erts/erl_dist_protocol.html#epmd-protocol">EPMD
 *     Protocol</a>
 */
final class EpmdLayout {

  /** A node registers: ALIVE2_REQ. */
  static final int REGISTER = 120;

  /** The answer with a creation of 32 bits: ALIVE2_X_RESP. */
  static final int REGISTERED = 118;

  /** The answer of an old EPMD, with a creation of 16 bits: ALIVE2_RESP. */
  static final int REGISTERED_OLD = 121;

  /** Asks for the port of a node: PORT_PLEASE2_REQ. */
  static final int FIND = 122;

  /** The answer to that: PORT2_RESP. */
  static final int FOUND = 119;

  /** Asks for all names: NAMES_REQ. */
  static final int NAMES = 110;

  /** A node that others do not connect to of themselves. */
  static final int HIDDEN = 72;

  /** The protocol is TCP over IPv4. */
  static final int TCP = 0;

  /** The version of the distribution protocol since OTP 23. */
  static final int VERSION = 6;

  /** The longest name that EPMD takes, in bytes. */
  static final int MAX_NAME = 255 * 4;

  private EpmdLayout() {}
}
