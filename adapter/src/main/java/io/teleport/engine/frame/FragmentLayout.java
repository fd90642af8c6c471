package io.teleport.engine.frame;

import java.nio.ByteBuffer;

/**
 * A fragment: a piece of a large message. Its frame is a length, the type, the message's number and
 * flags, then the bytes themselves, which are read straight into the memory of the message.
 */
public final class FragmentLayout {

  /** Bytes before the payload: length, type, number, flags. */
  public static final int HEADER = 4 + 1 + 8 + 1;

  private static final int LAST = 1;

  private FragmentLayout() {}

  /**
   * What stands before the bytes of a fragment.
   *
   * @param number the message's
   * @param last whether the message ends with this fragment
   * @param length how many bytes follow
   */
  public record Header(long number, boolean last, int length) {}

  /** Writes a header. */
  public static void write(ByteBuffer target, long number, boolean last, int length) {
    target.putInt(HEADER - 4 + length);
    target.put(FrameType.FRAGMENT);
    target.putLong(number);
    target.put((byte) (last ? LAST : 0));
  }

  /** Returns whether the buffer's next bytes, of which there are 5 at least, begin a fragment. */
  public static boolean isNext(ByteBuffer source) {
    return source.get(source.position() + 4) == FrameType.FRAGMENT;
  }

  /**
   * Reads a header.
   *
   * @param source has {@link #HEADER} bytes at least
   * @param most how long a fragment may be
   */
  public static Header read(ByteBuffer source, int most) throws ProtocolViolationException {
    int length = source.getInt() - (HEADER - 4);
    source.get();
    long number = source.getLong();
    int flags = source.get();
    if (length < 0 || length > most) {
      throw new ProtocolViolationException(
          "a fragment of " + length + " bytes; allowed are 0 to " + most);
    }
    return new Header(number, (flags & LAST) != 0, length);
  }
}
