package io.teleport.engine.erlang;

import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import io.teleport.term.Atom;
import io.teleport.term.ListTerm;
import io.teleport.term.Pid;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Writes what the behaviours of OTP expect around a message, up to the message itself, which is the
 * last element of a tuple.
 */
final class OtpForms {

  private static final int SMALL_TUPLE = 104;
  private static final Atom ALIAS = new Atom("alias");

  private OtpForms() {}

  /** Returns a term encoded, with its version. */
  static byte[] encoded(TermEncoder encoder, Term term) {
    GatherList list = encoder.write(term, 0);
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream((int) list.length());
      for (Segment segment : list.segments()) {
        if (segment instanceof Segment.Heap heap) {
          out.write(heap.array(), heap.offset(), heap.count());
        } else {
          throw new IllegalArgumentException("a control message with a large binary");
        }
      }
      return out.toByteArray();
    } finally {
      list.release();
    }
  }

  /**
   * Returns what comes before a message that nobody waits for.
   *
   * @param kind what the sender does
   */
  static byte[] before(TermEncoder encoder, MessageKind kind) {
    return switch (kind) {
      case CAST -> tuple(encoder, new Atom("$gen_cast"));
      case EVENT -> tuple(encoder, new Atom("$gen_event"));
      case NOTIFY -> tuple(encoder, new Atom("notify"));
      default -> OutgoingMessage.NO_PREFIX;
    };
  }

  /**
   * Returns what comes before a request.
   *
   * @param kind what the sender does
   * @param reference an alias, by which the answer comes
   */
  static byte[] before(TermEncoder encoder, MessageKind kind, Pid caller, Reference reference) {
    Term tag = ListTerm.of(List.of(ALIAS), reference);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(SMALL_TUPLE);
    out.write(3);
    boolean isEvent = kind == MessageKind.SYNC_NOTIFY;
    add(out, encoder, isEvent ? caller : new Atom("$gen_call"));
    out.write(SMALL_TUPLE);
    out.write(2);
    add(out, encoder, caller);
    add(out, encoder, tag);
    if (isEvent) {
      out.writeBytes(tuple(encoder, new Atom("sync_notify")));
    }
    return out.toByteArray();
  }

  /** Returns what comes before an answer. */
  static byte[] beforeAnswer(byte[] tag) {
    byte[] prefix = new byte[2 + tag.length];
    prefix[0] = SMALL_TUPLE;
    prefix[1] = 2;
    System.arraycopy(tag, 0, prefix, 2, tag.length);
    return prefix;
  }

  private static byte[] tuple(TermEncoder encoder, Atom label) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(SMALL_TUPLE);
    out.write(2);
    add(out, encoder, label);
    return out.toByteArray();
  }

  private static void add(ByteArrayOutputStream out, TermEncoder encoder, Term term) {
    byte[] bytes = encoded(encoder, term);
    out.write(bytes, 1, bytes.length - 1);
  }
}
