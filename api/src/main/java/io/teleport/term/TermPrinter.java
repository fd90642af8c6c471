package io.teleport.term;

import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Prints terms in Erlang syntax, on one line, as {@code io_lib:format("~0tp", [Term])} does on a
 * node with default settings: lists of printable characters as strings, binaries that hold text as
 * text. Printable are the characters of Latin-1, which is the node's default.
 *
 * <p>What is too deep, or comes after {@value #MAX_LENGTH} characters, is left out, so that
 * printing a term from a peer for a log does no harm. Where something is left out stand three dots,
 * which {@link TermParser} refuses.
 */
final class TermPrinter {

  private static final int MAX_LENGTH = 64 * 1024;
  private static final int MAX_DEPTH = TermParser.MAX_DEPTH;

  /**
   * Integers of more bits than this are printed by their size; decimal digits of very long ones
   * take long to compute.
   */
  private static final int MAX_INTEGER_BITS = 8192;

  private static final String LEFT_OUT = "...";

  private static final Pattern NODE_NAME = Pattern.compile("[\\w@.-]+");

  private final StringBuilder out = new StringBuilder();
  private int depth;

  private TermPrinter() {}

  static String print(Term term) {
    TermPrinter printer = new TermPrinter();
    printer.term(term);
    return printer.out.toString();
  }

  private void term(Term term) {
    if (depth > MAX_DEPTH || out.length() >= MAX_LENGTH) {
      out.append(LEFT_OUT);
      return;
    }
    depth++;
    if (term instanceof Atom atom) {
      out.append(AtomText.print(atom.value()));
    } else if (term instanceof IntegerTerm integer) {
      integer(integer);
    } else if (term instanceof FloatTerm number) {
      out.append(FloatText.shortest(number.value()));
    } else if (term instanceof Binary binary) {
      out.append(BinaryText.print(binary));
    } else if (term instanceof BitString bits) {
      out.append(BinaryText.print(bits));
    } else if (term instanceof Tuple tuple) {
      sequence("{", tuple.elements(), "}");
    } else if (term instanceof ListTerm list) {
      list(list);
    } else if (term instanceof MapTerm map) {
      map(map);
    } else {
      identifier(term);
    }
    depth--;
  }

  private void integer(IntegerTerm integer) {
    if (!integer.isLong() && integer.bigValue().bitLength() > MAX_INTEGER_BITS) {
      out.append("16#")
          .append(HexFormat.of().formatHex(integer.bigValue().toByteArray(), 0, 16))
          .append(LEFT_OUT);
    } else {
      out.append(
          integer.isLong() ? Long.toString(integer.longValue()) : integer.bigValue().toString());
    }
  }

  private void list(ListTerm list) {
    if (isText(list)) {
      text(list);
      return;
    }
    sequence("[", list.elements(), "");
    list.tail()
        .ifPresent(
            tail -> {
              out.append('|');
              term(tail);
            });
    out.append(']');
  }

  /** Looks no further than printing would come. */
  private boolean isText(ListTerm list) {
    if (!list.isProper() || list.elements().isEmpty()) {
      return false;
    }
    int left = MAX_LENGTH - out.length();
    for (Term element : list.elements()) {
      if (left-- < 0) {
        break;
      }
      if (!(element instanceof IntegerTerm character)
          || !character.isLong()
          || !AtomText.isPrintable(character.longValue())) {
        return false;
      }
    }
    return true;
  }

  private void text(ListTerm list) {
    out.append('"');
    boolean whole = true;
    for (Term element : list.elements()) {
      whole = out.length() < MAX_LENGTH;
      if (!whole) {
        break;
      }
      AtomText.escape(out, (char) ((IntegerTerm) element).intValue(), '"');
    }
    out.append(whole ? "\"" : "\"" + LEFT_OUT);
  }

  private void sequence(String open, Iterable<Term> elements, String close) {
    out.append(open);
    String separator = "";
    for (Term element : elements) {
      out.append(separator);
      separator = ",";
      if (isFull()) {
        break;
      }
      term(element);
    }
    out.append(close);
  }

  private void map(MapTerm map) {
    out.append("#{");
    Iterator<Map.Entry<Term, Term>> entries = map.entries().entrySet().iterator();
    while (entries.hasNext()) {
      if (isFull()) {
        break;
      }
      Map.Entry<Term, Term> entry = entries.next();
      term(entry.getKey());
      out.append(" => ");
      term(entry.getValue());
      out.append(entries.hasNext() ? "," : "");
    }
    out.append('}');
  }

  private boolean isFull() {
    if (out.length() < MAX_LENGTH) {
      return false;
    }
    out.append(LEFT_OUT);
    return true;
  }

  private void identifier(Term term) {
    if (term instanceof Pid pid) {
      out.append('<').append(node(pid.node()));
      out.append('.').append(pid.id()).append('.').append(pid.serial()).append('>');
    } else if (term instanceof Port port) {
      out.append("#Port<").append(node(port.node()));
      out.append('.').append(Long.toUnsignedString(port.id())).append('>');
    } else if (term instanceof Reference reference) {
      out.append("#Ref<").append(node(reference.node()));
      reference.words().forEach(word -> out.append('.').append(word));
      out.append('>');
    } else if (term instanceof Export export) {
      out.append("fun ").append(AtomText.print(export.module().value()));
      out.append(':').append(AtomText.print(export.function().value()));
      out.append('/').append(export.arity());
    } else if (term instanceof Fun fun) {
      out.append("#Fun<").append(AtomText.print(fun.module().value())).append('.');
      out.append(fun.index()).append('.').append(Integer.toUnsignedLong(fun.oldUnique()));
      out.append('>');
    }
  }

  /** Without quotes as far as node names go, with quotes what a peer could make up besides. */
  private static String node(Atom node) {
    String name = node.value();
    return NODE_NAME.matcher(name).matches() ? name : AtomText.print(name);
  }
}
