package io.teleport.engine.frame;

/**
 * The first byte of a frame's body. A frame is a 4-byte big-endian length and that many bytes of
 * body. None of the values is 131, with which a term of the Erlang teleport library begins.
 */
final class FrameType {

  static final byte HELLO = 0x01;
  static final byte CHALLENGE = 0x02;
  static final byte PROOF = 0x03;
  static final byte WELCOME = 0x04;
  static final byte REFUSAL = 0x05;

  static final byte TICK = 0x10;
  static final byte PING = 0x11;
  static final byte PONG = 0x12;
  static final byte CREDIT = 0x13;
  static final byte RECEIPT = 0x14;
  static final byte GOODBYE = 0x15;
  static final byte BEGIN = 0x16;
  static final byte RESUME = 0x17;
  static final byte SETTLED = 0x18;
  static final byte CLOSE = 0x19;
  static final byte CLOSED = 0x1A;

  static final byte MESSAGE = 0x20;
  static final byte OPEN = 0x21;
  static final byte ALLOW = 0x22;
  static final byte FRAGMENT = 0x23;
  static final byte ABORT = 0x24;
  static final byte REJECT = 0x25;

  private FrameType() {}
}
