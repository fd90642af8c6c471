package io.teleport.engine.erlang;

import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.term.Atom;
import io.teleport.term.ListTerm;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Pid;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import java.util.Arrays;

/**
 * What the behaviours of OTP put around a message: {@code {'$gen_call', {Pid, Tag}, Request}} and
 * the like. The last element of such a tuple is what the sender has to say, so its encoded form is
 * a suffix of the whole: the envelope is taken off by leaving out the bytes before it.
 *
 * @param kind what the sender did
 * @param length number of bytes before the content
 * @param caller who waits for an answer, if anybody does
 * @param content what follows
 */
record OtpEnvelope(MessageKind kind, int length, Caller caller, Content content) {

  /** No envelope. */
  static final OtpEnvelope NONE = new OtpEnvelope(MessageKind.SEND, 0, null, Content.MESSAGE);

  /** What is in an envelope. */
  enum Content {
    /** A message for whoever it was sent to. */
    MESSAGE,
    /** A request that only a process of Erlang understands, of {@code sys}. */
    SYSTEM
  }

  /**
   * Who waits for an answer.
   *
   * @param pid the process
   * @param tag what the answer begins with, encoded; whatever it is, it goes back as it came
   * @param alias where the answer goes; null if to the process
   * @param monitor the monitor that the caller has most likely set up; null if nobody knows
   */
  record Caller(Pid pid, byte[] tag, Reference alias, Reference monitor) {}

  private static final int SMALL_TUPLE = 104;
  private static final int SMALL_ATOM = 119;
  private static final int ATOM = 118;
  private static final int SMALL_ATOM_LATIN1 = 115;
  private static final int ATOM_LATIN1 = 100;
  private static final int NEW_PID = 88;
  private static final int LONGEST_LABEL = 26;

  /**
   * Looks for an envelope.
   *
   * @param bytes what holds the begin of the encoded message, without its version
   * @param offset index of the first byte
   * @param length how much of it is there
   */
  static OtpEnvelope find(TermDecoder decoder, byte[] bytes, int offset, int length) {
    if (length < 4 || bytes[offset] != SMALL_TUPLE) {
      return NONE;
    }
    int arity = bytes[offset + 1];
    int first = bytes[offset + 2];
    if (arity != 2 && arity != 3) {
      return NONE;
    }
    try {
      Cursor cursor = new Cursor(decoder, bytes, offset + 2, offset + length);
      OtpEnvelope found;
      if (isAtom(first)) {
        found = labelled(cursor, arity);
      } else if (first == NEW_PID && arity == 3) {
        found = event(cursor);
      } else {
        return NONE;
      }
      return found == null
          ? NONE
          : new OtpEnvelope(found.kind, cursor.position - offset, found.caller, found.content);
    } catch (MalformedTermException e) {
      // Whoever decodes the message will see what is wrong with it.
      return NONE;
    }
  }

  /**
   * Looks for an answer, {@code {Tag, Reply}}: its envelope names the tag as that of the caller,
   * whose process is not named.
   *
   * @return {@link #NONE} if it is no answer
   */
  static OtpEnvelope findReply(TermDecoder decoder, byte[] bytes, int offset, int length) {
    if (length < 4 || bytes[offset] != SMALL_TUPLE || bytes[offset + 1] != 2) {
      return NONE;
    }
    try {
      Cursor cursor = new Cursor(decoder, bytes, offset + 2, offset + length);
      Caller caller = cursor.tag(null);
      return new OtpEnvelope(MessageKind.REPLY, cursor.position - offset, caller, Content.MESSAGE);
    } catch (MalformedTermException e) {
      return NONE;
    }
  }

  private static boolean isAtom(int tag) {
    return tag == SMALL_ATOM || tag == ATOM || tag == SMALL_ATOM_LATIN1 || tag == ATOM_LATIN1;
  }

  private static OtpEnvelope labelled(Cursor cursor, int arity) {
    String label = cursor.label();
    if (arity == 3) {
      return switch (label) {
        case "$gen_call", "$gen_sync_event", "$gen_sync_all_state_event" ->
            of(MessageKind.CALL, cursor.caller());
        case "system" -> {
          Caller caller = cursor.caller();
          yield caller == null
              ? null
              : new OtpEnvelope(MessageKind.CALL, 0, caller, Content.SYSTEM);
        }
        default -> null;
      };
    }
    return switch (label) {
      case "$gen_cast" -> of(MessageKind.CAST);
      case "$gen_event", "$gen_all_state_event" -> of(MessageKind.EVENT);
      case "notify" -> of(MessageKind.NOTIFY);
      default -> null;
    };
  }

  /** A call of {@code gen_event}: {@code {Pid, {Pid, Tag}, Command}}. */
  private static OtpEnvelope event(Cursor cursor) {
    Pid label = cursor.pid();
    Caller caller = label == null ? null : cursor.caller();
    if (caller == null || !caller.pid().equals(label)) {
      return null;
    }
    int command = cursor.position;
    if (cursor.tuple(2) && cursor.label().equals("sync_notify")) {
      return of(MessageKind.SYNC_NOTIFY, caller);
    }
    cursor.position = command;
    return of(MessageKind.CALL, caller);
  }

  private static OtpEnvelope of(MessageKind kind) {
    return new OtpEnvelope(kind, 0, null, Content.MESSAGE);
  }

  private static OtpEnvelope of(MessageKind kind, Caller caller) {
    return caller == null ? null : new OtpEnvelope(kind, 0, caller, Content.MESSAGE);
  }

  /** Reads terms one after the other. */
  private static final class Cursor {
    private final TermDecoder decoder;
    private final byte[] bytes;
    private final int end;
    private int position;

    Cursor(TermDecoder decoder, byte[] bytes, int position, int end) {
      this.decoder = decoder;
      this.bytes = bytes;
      this.position = position;
      this.end = end;
    }

    private Term next() {
      TermDecoder.First first = decoder.decodeFirst(bytes, position, end - position);
      position += first.length();
      return first.term();
    }

    /** Returns the next term if it is an atom with a short name, else an empty text. */
    String label() {
      if (position >= end || !isAtom(bytes[position])) {
        return "";
      }
      return next() instanceof Atom atom && atom.value().length() < LONGEST_LABEL
          ? atom.value()
          : "";
    }

    Pid pid() {
      return next() instanceof Pid pid ? pid : null;
    }

    boolean tuple(int arity) {
      if (end - position < 2 || bytes[position] != SMALL_TUPLE || bytes[position + 1] != arity) {
        return false;
      }
      position += 2;
      return true;
    }

    /** Reads {@code {Pid, Tag}}; returns null if it is none. */
    Caller caller() {
      if (!tuple(2)) {
        return null;
      }
      Pid pid = pid();
      return pid == null ? null : tag(pid);
    }

    /** Reads a tag, which may be anything. */
    Caller tag(Pid pid) {
      int begin = position;
      Term tag = next();
      Reference alias = alias(tag);
      Reference monitor = alias == null && tag instanceof Reference plain ? plain : alias;
      return new Caller(pid, Arrays.copyOfRange(bytes, begin, position), alias, monitor);
    }
  }

  /** Returns the alias of {@code [alias|Ref]} or {@code [[alias|Ref]|_]}; else null. */
  private static Reference alias(Term tag) {
    if (!(tag instanceof ListTerm list) || list.size() < 1) {
      return null;
    }
    if (list.get(0) instanceof Atom atom) {
      return atom.value().equals("alias")
              && list.size() == 1
              && list.tail().orElse(null) instanceof Reference reference
          ? reference
          : null;
    }
    return alias(list.get(0));
  }
}
