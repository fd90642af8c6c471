package io.teleport.engine.erlang;

import io.teleport.term.Atom;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Pid;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import io.teleport.term.Tuple;

/** Reads control messages from their terms. */
final class ControlDecoder {

  private ControlDecoder() {}

  /**
   * Reads a control message. An unknown operation is no error: later versions may have more.
   *
   * @throws ErlangProtocolException if the term is none, or a known operation has other elements
   *     than it must have
   */
  static ControlMessage decode(Term term) throws ErlangProtocolException {
    if (!(term instanceof Tuple tuple)
        || tuple.size() == 0
        || !(tuple.get(0) instanceof IntegerTerm operation)
        || !operation.isLong()) {
      throw new ErlangProtocolException("a control message that is no tuple with an operation");
    }
    long number = operation.longValue();
    return number < 0 || number > Integer.MAX_VALUE
        ? new ControlMessage.Unknown(number)
        : new Elements(tuple).decode((int) number);
  }

  /** The elements of a control message. Those that follow the expected ones are trace tokens. */
  private record Elements(Tuple tuple) {

    ControlMessage decode(int operation) throws ErlangProtocolException {
      return switch (operation) {
        case ControlOperation.SEND, ControlOperation.SEND_TT ->
            new ControlMessage.Send(null, pid(2));
        case ControlOperation.SEND_SENDER, ControlOperation.SEND_SENDER_TT ->
            new ControlMessage.Send(pid(1), pid(2));
        case ControlOperation.REG_SEND, ControlOperation.REG_SEND_TT ->
            new ControlMessage.SendToName(pid(1), atom(3).value());
        case ControlOperation.ALIAS_SEND, ControlOperation.ALIAS_SEND_TT ->
            new ControlMessage.SendToAlias(pid(1), reference(2));
        case ControlOperation.LINK -> new ControlMessage.Link(pid(1), pid(2));
        case ControlOperation.UNLINK_ID -> new ControlMessage.Unlink(integer(1), pid(2), pid(3));
        case ControlOperation.UNLINK_ID_ACK ->
            new ControlMessage.UnlinkAcknowledged(integer(1), pid(2), pid(3));
        case ControlOperation.EXIT, ControlOperation.EXIT2 ->
            new ControlMessage.Exit(pid(1), pid(2), element(3));
        case ControlOperation.EXIT_TT, ControlOperation.EXIT2_TT ->
            new ControlMessage.Exit(pid(1), pid(2), element(4));
        case ControlOperation.PAYLOAD_EXIT,
            ControlOperation.PAYLOAD_EXIT2,
            ControlOperation.PAYLOAD_EXIT_TT,
            ControlOperation.PAYLOAD_EXIT2_TT ->
            new ControlMessage.Exit(pid(1), pid(2), null);
        case ControlOperation.MONITOR_P ->
            new ControlMessage.Monitor(pid(1), process(2), reference(3));
        case ControlOperation.DEMONITOR_P ->
            new ControlMessage.Demonitor(pid(1), process(2), reference(3));
        case ControlOperation.MONITOR_P_EXIT ->
            new ControlMessage.MonitorExit(process(1), pid(2), reference(3), element(4));
        case ControlOperation.PAYLOAD_MONITOR_P_EXIT ->
            new ControlMessage.MonitorExit(process(1), pid(2), reference(3), null);
        default -> new ControlMessage.Unknown(operation);
      };
    }

    private Term element(int index) throws ErlangProtocolException {
      if (index >= tuple.size()) {
        throw malformed();
      }
      return tuple.get(index);
    }

    private Pid pid(int index) throws ErlangProtocolException {
      if (element(index) instanceof Pid pid) {
        return pid;
      }
      throw malformed();
    }

    private Reference reference(int index) throws ErlangProtocolException {
      if (element(index) instanceof Reference reference) {
        return reference;
      }
      throw malformed();
    }

    private Atom atom(int index) throws ErlangProtocolException {
      if (element(index) instanceof Atom atom) {
        return atom;
      }
      throw malformed();
    }

    private IntegerTerm integer(int index) throws ErlangProtocolException {
      if (element(index) instanceof IntegerTerm integer) {
        return integer;
      }
      throw malformed();
    }

    private Term process(int index) throws ErlangProtocolException {
      Term term = element(index);
      if (term instanceof Pid || term instanceof Atom) {
        return term;
      }
      throw malformed();
    }

    private ErlangProtocolException malformed() {
      return new ErlangProtocolException(
          "a control message with operation %s and other elements than it must have"
              .formatted(tuple.get(0)));
    }
  }
}
