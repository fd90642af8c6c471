package io.teleport.erlang;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.teleport.term.Binary;
import io.teleport.term.Fun;
import io.teleport.term.Port;
import io.teleport.term.Term;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * The release of OTP that is on the path, and how it differs from others: in the bytes and the text
 * of some terms. All of them read what any of them writes.
 */
final class Release {

  /** The first release that prints binaries as text only if they are UTF-8. */
  private static final int UTF8_ONLY = 28;

  /** The release whose form of every term is the one that is written here. */
  private static final int SAME = 25;

  private static final int HERE = Integer.parseInt(ErlangNode.release());

  private Release() {}

  /**
   * Returns whether the release writes a term byte for byte as it is written here. Newer ones have
   * a longer form for ports of small numbers, too, and do not keep which process made a fun.
   */
  static boolean writesAsHere(Term term) {
    return HERE == SAME
        || !Syntax.anyPart(term, part -> part instanceof Port || part instanceof Fun);
  }

  /**
   * Returns whether the release prints a term as it is printed here. Newer ones print a binary of
   * Latin-1 text as numbers.
   */
  static boolean printsAsHere(Term term) {
    return HERE < UTF8_ONLY
        || !Syntax.anyPart(term, part -> part instanceof Binary binary && !isUtf8(binary));
  }

  private static boolean isUtf8(Binary binary) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(binary.toByteArray()));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
