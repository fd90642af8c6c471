package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.etf.DecodeLimits;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.term.Atom;
import io.teleport.term.ListTerm;
import io.teleport.term.Pid;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtpEnvelopeTest {

  private static final Pid PID = new Pid(new Atom("a@host"), 1, 2, 3);
  private static final Reference REFERENCE =
      new Reference(new Atom("a@host"), 3, List.of(7L, 8L, 9L));
  private static final Term ALIAS = ListTerm.of(List.of(new Atom("alias")), REFERENCE);
  private static final TermDecoder DECODER = new TermDecoder(DecodeLimits.DEFAULT);
  private static final TermEncoder ENCODER = new TermEncoder();

  private static byte[] encoded(Term term) {
    byte[] bytes = OtpForms.encoded(ENCODER, term);
    return Arrays.copyOfRange(bytes, 1, bytes.length);
  }

  private static OtpEnvelope find(Term term) {
    byte[] bytes = encoded(term);
    return OtpEnvelope.find(DECODER, bytes, 0, bytes.length);
  }

  /** What is left of a term when its envelope is taken off. */
  private static Term content(Term term) {
    byte[] bytes = encoded(term);
    int offset = OtpEnvelope.find(DECODER, bytes, 0, bytes.length).length();
    return DECODER.decodeFirst(bytes, offset, bytes.length - offset).term();
  }

  private static Term call(Term tag, Object request) {
    return Terms.tuple(Terms.atom("$gen_call"), Terms.tuple(PID, tag), request);
  }

  /** An envelope and what it says. */
  private record Case(String text, MessageKind kind, String content) {}

  static Stream<Case> envelopes() {
    return Stream.of(
        new Case("{'$gen_cast',{a,b}}", MessageKind.CAST, "{a,b}"),
        new Case("{'$gen_event',a}", MessageKind.EVENT, "a"),
        new Case("{'$gen_all_state_event',a}", MessageKind.EVENT, "a"),
        new Case("{notify,[1]}", MessageKind.NOTIFY, "[1]"),
        new Case("{other,a}", MessageKind.SEND, "{other,a}"),
        new Case("{'$gen_cast',a,b}", MessageKind.SEND, "{'$gen_cast',a,b}"),
        new Case("{}", MessageKind.SEND, "{}"),
        new Case("x", MessageKind.SEND, "x"));
  }

  @ParameterizedTest
  @MethodSource("envelopes")
  void anEnvelopeSaysWhatTheSenderDid(Case expected) {
    Term term = Terms.parse(expected.text());
    assertThat(find(term).kind()).isEqualTo(expected.kind());
    assertThat(content(term)).isEqualTo(Terms.parse(expected.content()));
    assertThat(find(term).caller()).isNull();
  }

  @Test
  void aCallWithAnAliasIsAnsweredToTheAlias() {
    OtpEnvelope envelope = find(call(ALIAS, "x"));
    assertThat(envelope.kind()).isEqualTo(MessageKind.CALL);
    assertThat(envelope.caller().pid()).isEqualTo(PID);
    assertThat(envelope.caller().alias()).isEqualTo(REFERENCE);
    assertThat(envelope.caller().monitor()).isEqualTo(REFERENCE);
    assertThat(envelope.caller().tag()).isEqualTo(encoded(ALIAS));
    assertThat(content(call(ALIAS, Terms.atom("x")))).isEqualTo(Terms.atom("x"));
  }

  @Test
  void aCallWithAReferenceIsAnsweredToTheProcess() {
    OtpEnvelope.Caller caller = find(call(REFERENCE, "x")).caller();
    assertThat(caller.alias()).isNull();
    assertThat(caller.monitor()).isEqualTo(REFERENCE);
  }

  @Test
  void anAliasMayBeWithinATag() {
    Term tag = ListTerm.of(ALIAS, new Atom("more"));
    assertThat(find(call(tag, "x")).caller().alias()).isEqualTo(REFERENCE);
  }

  @Test
  void aTagMayBeAnythingAndStaysAsItIs() {
    Term tag = Terms.parse("{any,[#{thing => 1}]}");
    OtpEnvelope.Caller caller = find(call(tag, "x")).caller();
    assertThat(caller.tag()).isEqualTo(encoded(tag));
    assertThat(caller.alias()).isNull();
    assertThat(caller.monitor()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"$gen_sync_event", "$gen_sync_all_state_event"})
  void oldStateMachinesCallInTheirOwnWay(String label) {
    Term term = Terms.tuple(Terms.atom(label), Terms.tuple(PID, REFERENCE), Terms.atom("x"));
    assertThat(find(term).kind()).isEqualTo(MessageKind.CALL);
    assertThat(content(term)).isEqualTo(Terms.atom("x"));
  }

  @Test
  void anEventIsNotifiedWithAWait() {
    Term term =
        Terms.tuple(
            PID, Terms.tuple(PID, ALIAS), Terms.tuple(Terms.atom("sync_notify"), Terms.atom("x")));
    assertThat(find(term).kind()).isEqualTo(MessageKind.SYNC_NOTIFY);
    assertThat(content(term)).isEqualTo(Terms.atom("x"));
  }

  @Test
  void otherCallsOfAnEventManagerAreCalls() {
    Term command = Terms.parse("{call,handler,query}");
    Term term = Terms.tuple(PID, Terms.tuple(PID, ALIAS), command);
    assertThat(find(term).kind()).isEqualTo(MessageKind.CALL);
    assertThat(content(term)).isEqualTo(command);
  }

  @Test
  void whatSysAsksIsForProcessesOfOtp() {
    Term term = Terms.tuple(Terms.atom("system"), Terms.tuple(PID, ALIAS), Terms.atom("get_state"));
    assertThat(find(term).content()).isEqualTo(OtpEnvelope.Content.SYSTEM);
  }

  @Test
  void aTupleThatOnlyLooksLikeACallIsAMessage() {
    assertThat(find(Terms.parse("{'$gen_call',from,x}"))).isEqualTo(OtpEnvelope.NONE);
    assertThat(find(Terms.parse("{'$gen_call',{a,b},x}"))).isEqualTo(OtpEnvelope.NONE);
    assertThat(find(Terms.tuple(PID, PID, PID))).isEqualTo(OtpEnvelope.NONE);
  }

  @Test
  void anAnswerNamesItsTag() {
    byte[] bytes = encoded(Terms.tuple(ALIAS, Terms.atom("x")));
    OtpEnvelope envelope = OtpEnvelope.findReply(DECODER, bytes, 0, bytes.length);
    assertThat(envelope.kind()).isEqualTo(MessageKind.REPLY);
    assertThat(envelope.caller().alias()).isEqualTo(REFERENCE);
    assertThat(DECODER.decodeFirst(bytes, envelope.length(), 3).term()).isEqualTo(Terms.atom("x"));
  }

  @Test
  void whatWeSendIsWhatWeRead() {
    for (MessageKind kind :
        List.of(MessageKind.CAST, MessageKind.EVENT, MessageKind.NOTIFY, MessageKind.SEND)) {
      assertThat(find(OtpForms.before(ENCODER, kind)).kind()).isEqualTo(kind);
    }
    for (MessageKind kind : List.of(MessageKind.CALL, MessageKind.SYNC_NOTIFY)) {
      OtpEnvelope envelope = find(OtpForms.before(ENCODER, kind, PID, REFERENCE));
      assertThat(envelope.kind()).isEqualTo(kind);
      assertThat(envelope.caller().alias()).isEqualTo(REFERENCE);
    }
  }

  private static OtpEnvelope find(byte[] before) {
    byte[] bytes = Arrays.copyOf(before, before.length + 2);
    bytes[before.length] = 97;
    return OtpEnvelope.find(DECODER, bytes, 0, bytes.length);
  }

  @Property(tries = 5000)
  void whateverComesIsAnEnvelopeOrNone(@ForAll byte[] bytes) {
    OtpEnvelope envelope = OtpEnvelope.find(DECODER, bytes, 0, bytes.length);
    assertThat(envelope.length()).isBetween(0, bytes.length);
  }

  @Property(tries = 3000)
  void aCallThatIsDamagedIsAnEnvelopeOrNone(@ForAll int place, @ForAll byte value) {
    byte[] bytes = encoded(call(ALIAS, "x"));
    bytes[Math.floorMod(place, bytes.length)] = value;
    OtpEnvelope envelope = OtpEnvelope.find(DECODER, bytes, 0, bytes.length);
    assertThat(envelope.length()).isBetween(0, bytes.length);
  }
}
