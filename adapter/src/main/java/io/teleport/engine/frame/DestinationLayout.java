package io.teleport.engine.frame;

import io.teleport.Address;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A destination on the wire: a tag, then a name with its length, or the numbers of a pid, or
 * nothing.
 */
final class DestinationLayout {

  private static final byte CALLER = 0;
  private static final byte NAME = 1;
  private static final byte PROCESS = 2;
  private static final int MAX_NAME_BYTES = 4 * Address.MAX_NAME;

  private DestinationLayout() {}

  static int length(Destination destination) {
    if (destination instanceof Destination.Name name) {
      return 1 + 2 + utf8Length(name.name());
    }
    return destination instanceof Destination.Process ? 1 + 12 : 1;
  }

  static void write(ByteBuffer target, Destination destination) {
    if (destination instanceof Destination.Name name) {
      byte[] utf8 = name.name().getBytes(StandardCharsets.UTF_8);
      target.put(NAME).putShort((short) utf8.length).put(utf8);
    } else if (destination instanceof Destination.Process process) {
      target.put(PROCESS);
      target.putInt(process.id()).putInt(process.serial()).putInt(process.creation());
    } else {
      target.put(CALLER);
    }
  }

  static Destination read(ByteBuffer source, DestinationNames names)
      throws ProtocolViolationException {
    byte tag = source.get();
    return switch (tag) {
      case CALLER -> Destination.Caller.INSTANCE;
      case NAME -> readName(source, names);
      case PROCESS -> new Destination.Process(source.getInt(), source.getInt(), source.getInt());
      default -> throw new ProtocolViolationException("unknown destination tag " + tag);
    };
  }

  private static Destination readName(ByteBuffer source, DestinationNames names)
      throws ProtocolViolationException {
    int length = source.getShort() & 0xFFFF;
    if (length == 0 || length > MAX_NAME_BYTES) {
      throw new ProtocolViolationException(
          "a destination name of " + length + " bytes; allowed are 1 to " + MAX_NAME_BYTES);
    }
    if (length > source.remaining()) {
      throw new BufferUnderflowException();
    }
    return names.read(source, length);
  }

  private static int utf8Length(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return text.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return text.length();
  }
}
