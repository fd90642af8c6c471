package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.term.Atom;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Pid;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlCodecTest {

  private static final Pid FROM = new Pid(new Atom("a@host"), 1, 2, 3);
  private static final Pid TO = new Pid(new Atom("b@host"), 4, 5, 6);
  private static final Reference REFERENCE =
      new Reference(new Atom("a@host"), 3, List.of(7L, 8L, 9L));
  private static final Atom NAME = new Atom("orders");
  private static final Atom REASON = new Atom("shutdown");
  private static final IntegerTerm ID = IntegerTerm.of(-1L >>> 1);

  private static Tuple tuple(int operation, Object... elements) {
    Object[] all = new Object[elements.length + 1];
    all[0] = operation;
    System.arraycopy(elements, 0, all, 1, elements.length);
    return Terms.tuple(all);
  }

  /** A message and its term, as both sides write it. */
  private record Both(ControlMessage message, Tuple term) {}

  static Stream<Both> whatIsSentAndRead() {
    return Stream.of(
        new Both(new ControlMessage.Send(FROM, TO), tuple(22, FROM, TO)),
        new Both(new ControlMessage.Send(null, TO), tuple(2, Atom.EMPTY, TO)),
        new Both(new ControlMessage.SendToName(FROM, "orders"), tuple(6, FROM, Atom.EMPTY, NAME)),
        new Both(new ControlMessage.SendToAlias(FROM, REFERENCE), tuple(33, FROM, REFERENCE)),
        new Both(new ControlMessage.Link(FROM, TO), tuple(1, FROM, TO)),
        new Both(new ControlMessage.Unlink(ID, FROM, TO), tuple(35, ID, FROM, TO)),
        new Both(new ControlMessage.UnlinkAcknowledged(ID, FROM, TO), tuple(36, ID, FROM, TO)),
        new Both(new ControlMessage.Exit(FROM, TO, REASON), tuple(3, FROM, TO, REASON)),
        new Both(new ControlMessage.Exit(FROM, TO, null), tuple(24, FROM, TO)),
        new Both(
            new ControlMessage.Monitor(FROM, NAME, REFERENCE), tuple(19, FROM, NAME, REFERENCE)),
        new Both(new ControlMessage.Demonitor(FROM, TO, REFERENCE), tuple(20, FROM, TO, REFERENCE)),
        new Both(
            new ControlMessage.MonitorExit(NAME, TO, REFERENCE, REASON),
            tuple(21, NAME, TO, REFERENCE, REASON)),
        new Both(
            new ControlMessage.MonitorExit(TO, FROM, REFERENCE, null),
            tuple(28, TO, FROM, REFERENCE)));
  }

  @ParameterizedTest
  @MethodSource("whatIsSentAndRead")
  void aMessageHasOneForm(Both both) throws ErlangProtocolException {
    assertThat(ControlEncoder.encode(both.message(), DistributionFlags.OURS))
        .isEqualTo(both.term());
    assertThat(ControlDecoder.decode(both.term())).isEqualTo(both.message());
  }

  static Stream<Both> whatIsRead() {
    Atom token = new Atom("token");
    return Stream.of(
        new Both(new ControlMessage.Send(null, TO), tuple(12, Atom.EMPTY, TO, token)),
        new Both(new ControlMessage.Send(FROM, TO), tuple(23, FROM, TO, token)),
        new Both(
            new ControlMessage.SendToName(FROM, "orders"),
            tuple(16, FROM, Atom.EMPTY, NAME, token)),
        new Both(
            new ControlMessage.SendToAlias(FROM, REFERENCE), tuple(34, FROM, REFERENCE, token)),
        new Both(new ControlMessage.Exit(FROM, TO, REASON), tuple(13, FROM, TO, token, REASON)),
        new Both(new ControlMessage.Exit(FROM, TO, REASON), tuple(8, FROM, TO, REASON)),
        new Both(new ControlMessage.Exit(FROM, TO, null), tuple(26, FROM, TO)),
        new Both(new ControlMessage.Exit(FROM, TO, null), tuple(27, FROM, TO, token)));
  }

  @ParameterizedTest
  @MethodSource("whatIsRead")
  void formsThatOthersSendAreRead(Both both) throws ErlangProtocolException {
    assertThat(ControlDecoder.decode(both.term())).isEqualTo(both.message());
  }

  @Test
  void aNodeThatDoesNotTakeSendersIsNotToldThem() {
    assertThat(
            ControlEncoder.encode(new ControlMessage.Send(FROM, TO), DistributionFlags.MANDATORY))
        .isEqualTo(tuple(2, Atom.EMPTY, TO));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 7, 29, 31, 37, 99, -1})
  void whatIsNotUnderstoodIsNoError(int operation) throws ErlangProtocolException {
    assertThat(ControlDecoder.decode(tuple(operation, FROM, TO)))
        .isEqualTo(new ControlMessage.Unknown(operation));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "{}",
        "{x}",
        "{1}",
        "{1,a,b}",
        "{2,a,b}",
        "{6,a,b,c}",
        "{33,a,b}",
        "{19,a,b,c}",
        "{20,1,2}",
        "{21,a}",
        "{35,x}",
        "{3,1,2,3}",
        "{123456789012345678901234567890}"
      })
  void aControlMessageWithOtherElementsIsRefused(String text) {
    Term term = Terms.parse(text);
    assertThatThrownBy(() -> ControlDecoder.decode(term))
        .isInstanceOf(ErlangProtocolException.class)
        .hasMessageContaining("control message");
  }
}
