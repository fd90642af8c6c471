package io.teleport.term;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Prints binaries: as text where they hold text, else as numbers; of large ones only how they begin
 * and their size.
 */
final class BinaryText {

  /** The longest binary that is printed whole, in bytes. */
  private static final int MAX_WHOLE = 1024;

  /** How many bytes of a longer one are printed. */
  private static final int BEGINNING = 32;

  private BinaryText() {}

  static String print(Binary binary) {
    BinaryContent content = binary.content();
    if (!content.repeatable()) {
      return content.size() < 0
          ? "<<... a stream>>"
          : "<<... a stream of " + content.size() + " bytes>>";
    }
    if (content instanceof BinaryContent.File file) {
      return "<<... " + file.size() + " bytes of " + file.path() + ">>";
    }
    boolean whole = content.size() <= MAX_WHOLE;
    try (InputStream in = content.openStream()) {
      byte[] bytes = in.readNBytes(whole ? MAX_WHOLE : BEGINNING);
      return whole ? whole(bytes) : "<<" + beginning(bytes) + "... " + content.size() + " bytes>>";
    } catch (PayloadReleasedException e) {
      return "<<... " + content.size() + " bytes, given back>>";
    } catch (IOException e) {
      return "<<... " + content.size() + " bytes, unreadable: " + e.getMessage() + ">>";
    }
  }

  static String print(BitString bits) {
    byte[] bytes = bits.toByteArray();
    if (bytes.length > MAX_WHOLE) {
      return "<<" + numbers(bytes, BEGINNING) + ",... " + bits.bitSize() + " bits>>";
    }
    int last = (bytes[bytes.length - 1] & 0xFF) >> (8 - bits.lastBits());
    String start = bytes.length > 1 ? numbers(bytes, bytes.length - 1) + "," : "";
    return "<<" + start + last + ":" + bits.lastBits() + ">>";
  }

  /**
   * As a node decides it: what is UTF-8 is text if all its characters are printable; what is not is
   * text in Latin-1, if all of those are.
   */
  private static String whole(byte[] bytes) {
    if (bytes.length == 0) {
      return "<<>>";
    }
    String text;
    boolean utf8;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      utf8 = text.length() != bytes.length;
    } catch (CharacterCodingException e) {
      text = new String(bytes, StandardCharsets.ISO_8859_1);
      utf8 = false;
    }
    if (text.chars().allMatch(AtomText::isPrintable)) {
      return "<<" + AtomText.quote(text, '"') + (utf8 ? "/utf8>>" : ">>");
    }
    return "<<" + numbers(bytes, bytes.length) + ">>";
  }

  private static String beginning(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.chars().allMatch(c -> c < 0x7F && AtomText.isPrintable(c))
        ? AtomText.quote(text, '"')
        : numbers(bytes, bytes.length) + ",";
  }

  private static String numbers(byte[] bytes, int count) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append(i == 0 ? "" : ",").append(bytes[i] & 0xFF);
    }
    return out.toString();
  }
}
