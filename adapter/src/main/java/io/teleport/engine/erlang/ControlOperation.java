package io.teleport.engine.erlang;

/**
 * The numbers of control messages, the layout of them.
 *
 * @see <a
 *     href="https://www.erlang.org/doc/apps/erts/erl_dist_protocol.html#protocol-between-connected-nodes">Protocol
 *     between Connected Nodes</a>
 */
final class ControlOperation {

  static final int LINK = 1;
  static final int SEND = 2;
  static final int EXIT = 3;
  static final int UNLINK = 4;
  static final int REG_SEND = 6;
  static final int EXIT2 = 8;
  static final int SEND_TT = 12;
  static final int EXIT_TT = 13;
  static final int REG_SEND_TT = 16;
  static final int EXIT2_TT = 18;
  static final int MONITOR_P = 19;
  static final int DEMONITOR_P = 20;
  static final int MONITOR_P_EXIT = 21;
  static final int SEND_SENDER = 22;
  static final int SEND_SENDER_TT = 23;
  static final int PAYLOAD_EXIT = 24;
  static final int PAYLOAD_EXIT_TT = 25;
  static final int PAYLOAD_EXIT2 = 26;
  static final int PAYLOAD_EXIT2_TT = 27;
  static final int PAYLOAD_MONITOR_P_EXIT = 28;
  static final int ALIAS_SEND = 33;
  static final int ALIAS_SEND_TT = 34;
  static final int UNLINK_ID = 35;
  static final int UNLINK_ID_ACK = 36;

  private ControlOperation() {}
}
