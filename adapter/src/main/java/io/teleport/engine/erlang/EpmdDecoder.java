package io.teleport.engine.erlang;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads answers of EPMD. */
final class EpmdDecoder {

  private static final Pattern NAME = Pattern.compile("name (.{1,255}) at port (\\d{1,5})");
  private static final int NODE_TYPE_AND_PROTOCOL = 2;

  private EpmdDecoder() {}

  /**
   * The answer to a registration.
   *
   * @param result 0 if the node is registered
   * @param creation what EPMD suggests to tell the incarnations of the node apart
   */
  record Registered(int result, long creation) {}

  /**
   * Reads the answer to a registration; returns null if more bytes have to come first.
   *
   * @throws ErlangProtocolException if it is none
   */
  static Registered registered(ByteBuffer in) throws ErlangProtocolException {
    if (!in.hasRemaining()) {
      return null;
    }
    int tag = in.get(in.position()) & 0xFF;
    if (tag != EpmdLayout.REGISTERED && tag != EpmdLayout.REGISTERED_OLD) {
      throw new ErlangProtocolException("EPMD answers a registration with tag " + tag);
    }
    boolean isNew = tag == EpmdLayout.REGISTERED;
    if (in.remaining() < (isNew ? 6 : 4)) {
      return null;
    }
    in.get();
    int result = in.get() & 0xFF;
    return new Registered(result, isNew ? in.getInt() & 0xFFFF_FFFFL : in.getShort() & 0xFFFF);
  }

  /**
   * Reads the whole answer to the question for a port.
   *
   * @return empty if no node of that name is registered
   * @throws ErlangProtocolException if it is none
   */
  static Optional<EpmdNode> found(ByteBuffer in) throws ErlangProtocolException {
    need(in, 2);
    int tag = in.get() & 0xFF;
    if (tag != EpmdLayout.FOUND) {
      throw new ErlangProtocolException("EPMD answers the question for a port with tag " + tag);
    }
    if (in.get() != 0) {
      return Optional.empty();
    }
    need(in, Short.BYTES + NODE_TYPE_AND_PROTOCOL + 2 * Short.BYTES);
    int port = in.getShort() & 0xFFFF;
    int type = in.get() & 0xFF;
    in.get();
    int highest = in.getShort() & 0xFFFF;
    int lowest = in.getShort() & 0xFFFF;
    String alive = text(in);
    String extra = in.remaining() >= Short.BYTES ? text(in) : "";
    return Optional.of(
        new EpmdNode(alive, port, type == EpmdLayout.HIDDEN, highest, lowest, extra));
  }

  /**
   * Reads the whole answer to the question for all names; lines of another form are left out.
   *
   * @return the ports by the part of the name before the {@code @}
   * @throws ErlangProtocolException if it is too short
   */
  static Map<String, Integer> names(ByteBuffer in) throws ErlangProtocolException {
    need(in, Integer.BYTES);
    in.getInt();
    String lines = StandardCharsets.UTF_8.decode(in).toString();
    Map<String, Integer> ports = new TreeMap<>();
    Matcher line = NAME.matcher(lines);
    while (line.find()) {
      ports.put(line.group(1), Integer.valueOf(line.group(2)));
    }
    return ports;
  }

  private static String text(ByteBuffer in) throws ErlangProtocolException {
    need(in, Short.BYTES);
    int length = in.getShort() & 0xFFFF;
    need(in, length);
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void need(ByteBuffer in, int count) throws ErlangProtocolException {
    if (in.remaining() < count) {
      throw new ErlangProtocolException("an answer of EPMD ends too early");
    }
  }
}
