package io.teleport.engine.erlang;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes requests to EPMD. */
final class EpmdEncoder {

  private static final int FIXED = 13;

  private EpmdEncoder() {}

  /**
   * Writes the request to register a hidden node.
   *
   * @param alive the part of its name before the {@code @}
   * @param port where it listens
   * @param extra what else is to be known about it
   */
  static ByteBuffer register(String alive, int port, String extra) {
    byte[] name = alive.getBytes(StandardCharsets.UTF_8);
    byte[] more = extra.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = request(FIXED + name.length + more.length);
    out.put((byte) EpmdLayout.REGISTER);
    out.putShort((short) port);
    out.put((byte) EpmdLayout.HIDDEN);
    out.put((byte) EpmdLayout.TCP);
    out.putShort((short) EpmdLayout.VERSION);
    out.putShort((short) EpmdLayout.VERSION);
    out.putShort((short) name.length).put(name);
    out.putShort((short) more.length).put(more);
    return out.flip();
  }

  /** Writes the question for the port of a node. */
  static ByteBuffer find(String alive) {
    byte[] name = alive.getBytes(StandardCharsets.UTF_8);
    return request(1 + name.length).put((byte) EpmdLayout.FIND).put(name).flip();
  }

  /** Writes the question for all names. */
  static ByteBuffer names() {
    return request(1).put((byte) EpmdLayout.NAMES).flip();
  }

  private static ByteBuffer request(int length) {
    return ByteBuffer.allocate(Short.BYTES + length).putShort((short) length);
  }
}
