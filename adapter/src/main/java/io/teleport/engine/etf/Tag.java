package io.teleport.engine.etf;

/**
 * The layout of the external term format: what the byte before each term says about it.
 *
 * @see <a href="https://www.erlang.org/doc/apps/erts/erl_ext_dist.html">Erlang: External Term
 *     Format</a>
 */
final class Tag {

  /** The first byte of every encoded term, the version of the format. */
  static final int VERSION = 131;

  /**
   * {@code size:32 zlib}, only as the first tag; {@code size} is that of the inflated term, its tag
   * included.
   */
  static final int COMPRESSED = 80;

  /** {@code u8}. */
  static final int SMALL_INTEGER = 97;

  /** {@code s32}. */
  static final int INTEGER = 98;

  /** {@code n:8 sign:8} and n bytes, least significant first. */
  static final int SMALL_BIG = 110;

  /** {@code n:32 sign:8} and n bytes, least significant first. */
  static final int LARGE_BIG = 111;

  /** {@code f64}. */
  static final int NEW_FLOAT = 70;

  /** 31 characters of decimal text, padded with zero bytes. Read only. */
  static final int FLOAT = 99;

  /** {@code length:8} and UTF-8. */
  static final int SMALL_ATOM_UTF8 = 119;

  /** {@code length:16} and UTF-8. */
  static final int ATOM_UTF8 = 118;

  /** {@code length:8} and Latin-1. Read only. */
  static final int SMALL_ATOM = 115;

  /** {@code length:16} and Latin-1. Read only. */
  static final int ATOM = 100;

  /** {@code n:8} and n terms. */
  static final int SMALL_TUPLE = 104;

  /** {@code n:32} and n terms. */
  static final int LARGE_TUPLE = 105;

  /** The empty list. */
  static final int NIL = 106;

  /** {@code length:16} and bytes, each an element of a list. */
  static final int STRING = 107;

  /** {@code n:32}, n terms, and the tail. */
  static final int LIST = 108;

  /** {@code length:32} and bytes. */
  static final int BINARY = 109;

  /** {@code length:32 bits:8} and bytes; {@code bits} of the last one count. */
  static final int BIT_BINARY = 77;

  /** {@code n:32} and n pairs of terms. */
  static final int MAP = 116;

  /** {@code node id:32 serial:32 creation:32}. */
  static final int NEW_PID = 88;

  /** {@code node id:32 serial:32 creation:8}. Read only. */
  static final int PID = 103;

  /** {@code words:16 node creation:32} and the words, 32 bits each. */
  static final int NEWER_REFERENCE = 90;

  /** {@code words:16 node creation:8} and the words, 32 bits each. Read only. */
  static final int NEW_REFERENCE = 114;

  /** {@code node id:32 creation:8}. Read only. */
  static final int REFERENCE = 101;

  /** {@code node id:64 creation:32}. */
  static final int V4_PORT = 120;

  /** {@code node id:32 creation:32}. */
  static final int NEW_PORT = 89;

  /** {@code node id:32 creation:8}. Read only. */
  static final int PORT = 102;

  /** {@code module function arity}, all of them terms. */
  static final int EXPORT = 113;

  /**
   * {@code size:32 arity:8 unique:128 index:32 captured:32 module oldIndex oldUnique creator} and
   * the captured terms; {@code size} counts itself and all that follows.
   */
  static final int NEW_FUN = 112;

  /** A fun in a form that Erlang itself reads no more since OTP 23. Refused. */
  static final int OLD_FUN = 117;

  /** An index into the atom cache of Erlang's distribution, which has no meaning here. Refused. */
  static final int ATOM_CACHE_REF = 82;

  /** A term that only the node that wrote it may read. Refused. */
  static final int LOCAL = 121;

  /**
   * Our own: a binary of unknown length, or one too long for {@link #BINARY}, that is the end of
   * the term; nothing follows the tag, the content is the message's tail. Valid only between nodes
   * of this project, which agree on where a tail ends; Erlang does not know it.
   */
  static final int TAIL_BINARY = 83;

  /** The longest {@link #BINARY}. */
  static final long MAX_BINARY = 0xFFFF_FFFFL;

  /** The longest {@link #NEW_FUN}. */
  static final long MAX_FUN = 0xFFFF_FFFFL;

  /** The longest {@link #STRING}. */
  static final int MAX_STRING = 0xFFFF;

  /**
   * The largest port number that is written as {@link #NEW_PORT}; larger ones are a {@link
   * #V4_PORT}.
   */
  static final long MAX_NEW_PORT_ID = (1L << 28) - 1;

  /** The length of a {@link #FLOAT}'s text. */
  static final int FLOAT_TEXT = 31;

  private Tag() {}
}
