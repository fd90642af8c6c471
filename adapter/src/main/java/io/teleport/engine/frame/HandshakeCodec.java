package io.teleport.engine.frame;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes and reads the frames of the handshake.
 *
 * <p>The first frame of each side begins with a magic number and the version of the protocol, in
 * every version, so that nodes of different versions can tell each other so.
 */
public final class HandshakeCodec {

  /** The version of the protocol that this code speaks. */
  public static final int VERSION = 1;

  /** The longest body of a frame of the handshake, in bytes. */
  public static final int MAX_BODY = 4096;

  private static final int MAGIC = 0x544C5054; // "TLPT"

  private HandshakeCodec() {}

  /** Writes the initiator's first word. */
  public static byte[] hello(NodeHello node, PoolHello pool) {
    ByteBuffer frame = begin(FrameType.HELLO);
    putNode(frame, node);
    frame.putLong(pool.poolId()).put(pool.lane().code()).put((byte) pool.index());
    frame.put((byte) pool.bulkSockets());
    putText(frame, pool.target());
    return finish(frame);
  }

  /** Writes the acceptor's first word. */
  public static byte[] challenge(NodeHello node) {
    ByteBuffer frame = begin(FrameType.CHALLENGE);
    putNode(frame, node);
    return finish(frame);
  }

  /** Writes the initiator's proof. */
  public static byte[] proof(byte[] proof) {
    return finish(start(FrameType.PROOF).put(proof));
  }

  /** Writes the acceptor's proof. */
  public static byte[] welcome(byte[] proof) {
    return finish(start(FrameType.WELCOME).put(proof));
  }

  /** Writes a refusal. */
  public static byte[] refusal(RefusalCode code, String detail) {
    ByteBuffer frame = begin(FrameType.REFUSAL).put(code.code());
    putText(frame, detail);
    return finish(frame);
  }

  /**
   * Reads a frame.
   *
   * @param body without its length
   * @throws VersionMismatchException if the other side speaks another version
   * @throws ProtocolViolationException if it is no frame of a handshake
   */
  public static HandshakeFrame decode(ByteBuffer body)
      throws ProtocolViolationException, VersionMismatchException {
    try {
      byte type = body.get();
      return switch (type) {
        case FrameType.HELLO -> {
          checkVersion(body);
          NodeHello node = node(body);
          yield new HandshakeFrame.Hello(node, pool(body));
        }
        case FrameType.CHALLENGE -> {
          checkVersion(body);
          yield new HandshakeFrame.Challenge(node(body));
        }
        case FrameType.PROOF -> new HandshakeFrame.Proof(bytes(body, CookieProof.LENGTH));
        case FrameType.WELCOME -> new HandshakeFrame.Welcome(bytes(body, CookieProof.LENGTH));
        case FrameType.REFUSAL -> {
          // A refusal is understood whatever the version: it may well be about the version.
          checkMagic(body);
          body.getShort();
          yield new HandshakeFrame.Refusal(RefusalCode.ofCode(body.get()), text(body));
        }
        default ->
            throw new ProtocolViolationException(
                "the connection begins with 0x%02x, which is no hello of a Teleport node"
                    .formatted(type));
      };
    } catch (BufferUnderflowException e) {
      throw new ProtocolViolationException("a handshake frame that is cut short");
    }
  }

  private static void checkVersion(ByteBuffer body)
      throws ProtocolViolationException, VersionMismatchException {
    checkMagic(body);
    int version = body.getShort() & 0xFFFF;
    if (version != VERSION) {
      throw new VersionMismatchException(version);
    }
  }

  private static void checkMagic(ByteBuffer body) throws ProtocolViolationException {
    int magic = body.getInt();
    if (magic != MAGIC) {
      throw new ProtocolViolationException("a hello that begins with 0x%08x".formatted(magic));
    }
  }

  private static NodeHello node(ByteBuffer body) throws ProtocolViolationException {
    long incarnation = body.getLong();
    int port = body.getShort() & 0xFFFF;
    int smallMessage = positive("smallMessage", body.getInt());
    int fragmentSize = positive("fragmentSize", body.getInt());
    long maxMessage = body.getLong();
    int receiveWindow = positive("receiveWindow", body.getInt());
    byte[] nonce = bytes(body, NodeHello.NONCE_LENGTH);
    String name = text(body);
    if (maxMessage < smallMessage) {
      throw new ProtocolViolationException("a maxMessage of " + maxMessage);
    }
    NodeHello.Limits limits =
        new NodeHello.Limits(smallMessage, fragmentSize, maxMessage, receiveWindow);
    return new NodeHello(name, incarnation, port, limits, nonce);
  }

  private static PoolHello pool(ByteBuffer body) throws ProtocolViolationException {
    long poolId = body.getLong();
    Lane lane = Lane.ofCode(body.get());
    int index = body.get() & 0xFF;
    int bulkSockets = body.get() & 0xFF;
    if (bulkSockets == 0 || index >= (lane == Lane.BULK ? bulkSockets : 1)) {
      throw new ProtocolViolationException(
          "socket %d of lane %s of a pool with %d bulk sockets"
              .formatted(index, lane, bulkSockets));
    }
    return new PoolHello(poolId, lane, index, bulkSockets, text(body));
  }

  private static int positive(String what, int value) throws ProtocolViolationException {
    if (value <= 0) {
      throw new ProtocolViolationException("a " + what + " of " + value);
    }
    return value;
  }

  private static void putNode(ByteBuffer frame, NodeHello node) {
    frame.putLong(node.incarnation()).putShort((short) node.port());
    frame.putInt(node.limits().smallMessage()).putInt(node.limits().fragmentSize());
    frame.putLong(node.limits().maxMessage()).putInt(node.limits().receiveWindow());
    frame.put(node.nonce());
    putText(frame, node.name());
  }

  private static void putText(ByteBuffer frame, String text) {
    byte[] utf8 = ShortText.encode(text);
    frame.putShort((short) utf8.length).put(utf8);
  }

  private static String text(ByteBuffer body) throws ProtocolViolationException {
    int length = body.getShort() & 0xFFFF;
    if (length > ShortText.MAX_BYTES) {
      throw new ProtocolViolationException(
          "a text of " + length + " bytes; allowed are " + ShortText.MAX_BYTES);
    }
    return new String(bytes(body, length), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer body, int length) {
    byte[] bytes = new byte[length];
    body.get(bytes);
    return bytes;
  }

  private static ByteBuffer start(byte type) {
    return ByteBuffer.allocate(4 + MAX_BODY).putInt(0).put(type);
  }

  private static ByteBuffer begin(byte type) {
    return start(type).putInt(MAGIC).putShort((short) VERSION);
  }

  private static byte[] finish(ByteBuffer frame) {
    byte[] bytes = new byte[frame.position()];
    frame.putInt(0, bytes.length - 4);
    frame.flip().get(bytes);
    return bytes;
  }
}
