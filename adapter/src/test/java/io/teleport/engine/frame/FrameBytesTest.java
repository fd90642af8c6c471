package io.teleport.engine.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What each frame looks like on the wire, byte for byte. */
class FrameBytesTest {

  private static final Destination ORDERS = new Destination.Name("orders");

  @Test
  void aTickIsItsTypeAlone() throws Exception {
    check(FrameEncoder.tick(), "00000001 10", new Frame.Tick());
  }

  @Test
  void aPingHasANonce() throws Exception {
    check(
        FrameEncoder.ping(0x0102030405060708L),
        "00000009 11 0102030405060708",
        new Frame.Ping(0x0102030405060708L));
  }

  @Test
  void aPongHasTheNonceOfThePing() throws Exception {
    check(FrameEncoder.pong(-1), "00000009 12 ffffffffffffffff", new Frame.Pong(-1));
  }

  @Test
  void aCreditIsForAName() throws Exception {
    check(
        FrameEncoder.credit(new Frame.Credit(ORDERS, false, 0x10000, -1)),
        "0000001b 13 00 0000000000010000 ffffffffffffffff 01 0006 6f7264657273",
        new Frame.Credit(ORDERS, false, 0x10000, -1));
  }

  @Test
  void aCreditIsForAProcess() throws Exception {
    Destination process = new Destination.Process(7, 0, 0x80000001);
    check(
        FrameEncoder.credit(new Frame.Credit(process, true, 1, 2)),
        "0000001f 13 01 0000000000000001 0000000000000002 02 00000007 00000000 80000001",
        new Frame.Credit(process, true, 1, 2));
  }

  @Test
  void aReceiptIsMadeOfRuns() throws Exception {
    byte[] frame = FrameEncoder.receipt(new long[] {1, 3, 5, 5, 9, 9}, 4);

    assertThat(hex(frame))
        .isEqualTo(
            packed(
                "00000021 14 0000000000000001 0000000000000003 0000000000000005"
                    + " 0000000000000005"));
    assertThat(((Frame.Receipt) decode(frame)).ranges()).containsExactly(1, 3, 5, 5);
  }

  @Test
  void aGoodbyeSaysWhy() throws Exception {
    check(FrameEncoder.goodbye("späť"), "00000007 15 7370c3a4c5a5", new Frame.Goodbye("späť"));
  }

  @Test
  void aMessageHasItsHeaderAndItsPayload() throws Exception {
    int headroom = FrameEncoder.messageHeadroom(ORDERS, false);
    byte[] frame = Arrays.copyOf(new byte[0], headroom + 3);
    frame[headroom] = (byte) 0x83;
    frame[headroom + 1] = 0x61;
    frame[headroom + 2] = 0x2a;
    FrameEncoder.message(frame, MessageKind.CALL, 0x55, ORDERS, -1, 3);
    FrameEncoder.number(frame, 0x1234);

    assertThat(hex(frame))
        .isEqualTo(
            packed("0000001e 20 0000000000001234 01 0000000000000055 01 0006 6f7264657273 83612a"));
    Frame.Message message = (Frame.Message) decode(frame);
    assertThat(message.header())
        .isEqualTo(new MessageHeader(0x1234, MessageKind.CALL, 0x55, ORDERS));
    assertThat(message.payload()).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 0x83, 0x61, 0x2a}));
    assertThat(message.cost()).as("credit is counted in bytes of frames").isEqualTo(frame.length);
  }

  @Test
  void anAnswerHasNoName() throws Exception {
    byte[] frame = new byte[FrameEncoder.messageHeadroom(Destination.Caller.INSTANCE, false)];
    FrameEncoder.message(frame, MessageKind.REPLY, 9, Destination.Caller.INSTANCE, -1, 0);
    FrameEncoder.number(frame, 2);

    assertThat(hex(frame)).isEqualTo(packed("00000013 20 0000000000000002 06 0000000000000009 00"));
    assertThat(((Frame.Message) decode(frame)).header().destination())
        .isEqualTo(Destination.Caller.INSTANCE);
  }

  @Test
  void anAnnouncementHasTheLengthsAndTheEnvelope() throws Exception {
    byte[] frame =
        FrameEncoder.open(
            MessageKind.SEND,
            0,
            ORDERS,
            -1,
            2,
            0x100000000L,
            new OpenFlags(true, true),
            ByteBuffer.wrap(new byte[] {1, 2}));
    FrameEncoder.number(frame, 3);

    assertThat(hex(frame))
        .isEqualTo(
            packed(
                "0000002e 21 0000000000000003 00 0000000000000000 01 0006 6f7264657273"
                    + " 0000000000000002 0000000100000000 03 0102"));
    Frame.Open open = (Frame.Open) decode(frame);
    assertThat(open.header()).isEqualTo(new MessageHeader(3, MessageKind.SEND, 0, ORDERS));
    assertThat(open.envelopeLength()).isEqualTo(2);
    assertThat(open.tailLength()).isEqualTo(0x100000000L);
    assertThat(open.flags()).isEqualTo(new OpenFlags(true, true));
    assertThat(open.envelope()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
    assertThat(open.cost()).isEqualTo(frame.length);
  }

  @Test
  void anAnnouncementWithoutTheEnvelopeMayHaveATailOfUnknownLength() throws Exception {
    byte[] frame =
        FrameEncoder.open(
            MessageKind.CAST, 0, ORDERS, -1, 70_000, -1, OpenFlags.NONE, ByteBuffer.allocate(0));

    Frame.Open open = (Frame.Open) decode(frame);
    assertThat(open.envelopeLength()).isEqualTo(70_000);
    assertThat(open.tailLength()).isEqualTo(-1);
    assertThat(open.flags()).isEqualTo(OpenFlags.NONE);
    assertThat(open.envelope().hasRemaining()).isFalse();
  }

  @Test
  void anAllowanceHasTheNumberAndTheLimit() throws Exception {
    check(
        FrameEncoder.allow(3, 0x10, 0x400000),
        "00000019 22 0000000000000003 0000000000000010 0000000000400000",
        new Frame.Allow(3, 0x10, 0x400000));
  }

  @Test
  void aMessageOnAStrandNamesTheOneBeforeIt() throws Exception {
    byte[] frame = new byte[FrameEncoder.messageHeadroom(ORDERS, true)];
    FrameEncoder.message(frame, MessageKind.CAST, 0, ORDERS, 0x102, 0);
    FrameEncoder.number(frame, 9);
    FrameEncoder.after(frame, 7);

    assertThat(hex(frame))
        .isEqualTo(
            packed(
                "00000025 20 0000000000000009 12 0000000000000000 0102 0000000000000007"
                    + " 01 0006 6f7264657273"));
    assertThat(((Frame.Message) decode(frame)).header())
        .isEqualTo(new MessageHeader(9, MessageKind.CAST, 0, ORDERS, new Place(0x102, 7)));
  }

  @Test
  void theBeginOfSendingHasTheAssociationAndWhatIsDoneWith() throws Exception {
    check(
        FrameEncoder.begin(5, 0x100),
        "00000011 16 0000000000000005 0000000000000100",
        new Frame.Begin(5, 0x100));
  }

  @Test
  void theReceiversAnswerHasItsAssociation() throws Exception {
    check(FrameEncoder.resume(5), "00000009 17 0000000000000005", new Frame.Resume(5));
  }

  @Test
  void whatIsDoneWithMayBeForgotten() throws Exception {
    check(
        FrameEncoder.close(new Frame.Close(new Destination.Name("abc"), true)),
        "00000008 19 01 01 0003 616263",
        new Frame.Close(new Destination.Name("abc"), true));
    check(
        FrameEncoder.closed(new Frame.Closed(new Destination.Name("abc"), false)),
        "00000008 1a 00 01 0003 616263",
        new Frame.Closed(new Destination.Name("abc"), false));
    long[] none = {};
    byte[] settled = FrameEncoder.settled(9, none);
    assertThat(hex(settled)).isEqualTo(packed("00000009 18 0000000000000009"));
    assertThat(((Frame.Settled) decode(settled)).below()).isEqualTo(9);
    assertThat(((Frame.Settled) decode(settled)).refused()).isEmpty();
    byte[] more = FrameEncoder.settled(9, new long[] {11, 12});
    assertThat(hex(more))
        .isEqualTo(packed("00000019 18 0000000000000009 000000000000000b 000000000000000c"));
    assertThat(((Frame.Settled) decode(more)).refused()).containsExactly(11, 12);
  }

  @Test
  void aFragmentHasAHeaderAndItsLastOneAFlag() throws Exception {
    ByteBuffer header = ByteBuffer.allocate(FragmentLayout.HEADER);
    FragmentLayout.write(header, 3, true, 0x100000);

    assertThat(hex(header.array())).isEqualTo(packed("0010000a 23 0000000000000003 01"));
    assertThat(FragmentLayout.isNext(header.flip())).isTrue();
    assertThat(FragmentLayout.read(header, 0x100000))
        .isEqualTo(new FragmentLayout.Header(3, true, 0x100000));
  }

  @Test
  void anAbortSaysWhy() throws Exception {
    check(
        FrameEncoder.abort(new Frame.Abort(3, 2, ORDERS, 5, "no")),
        "00000020 24 0000000000000003 0000000000000002 00000005 01 0006 6f7264657273 6e6f",
        new Frame.Abort(3, 2, ORDERS, 5, "no"));
  }

  @Test
  void aRejectionHasACode() throws Exception {
    check(
        FrameEncoder.reject(3, RejectCode.ENOUGH, ""),
        "0000000a 25 0000000000000003 02",
        new Frame.Reject(3, RejectCode.ENOUGH, ""));
  }

  @Test
  void aTextIsCutToAThousandAndTwentyFourBytes() throws Exception {
    byte[] frame = FrameEncoder.abort(new Frame.Abort(1, 0, ORDERS, 0, "€".repeat(5000)));

    assertThat(frame).hasSizeLessThanOrEqualTo(4 + 1 + 8 + 8 + 4 + 9 + 1024);
    assertThat(((Frame.Abort) decode(frame)).reason()).isEqualTo("€".repeat(341));
  }

  @Test
  void codesOnTheWireDoNotChange() {
    assertThat(Arrays.toString(MessageKind.values()))
        .isEqualTo("[SEND, CALL, CAST, EVENT, NOTIFY, SYNC_NOTIFY, REPLY, FAILURE]");
    assertThat(Arrays.toString(RejectCode.values()))
        .isEqualTo("[NO_SUCH_NAME, TOO_LARGE, ENOUGH, STOPPING, LISTENER_FAILED]");
    assertThat(Arrays.toString(RefusalCode.values()))
        .isEqualTo("[VERSION, COOKIE, WRONG_NODE, NAME_CLASH, BUSY]");
    assertThat(Arrays.toString(Lane.values())).isEqualTo("[CONTROL, SMALL, BULK]");
  }

  private static void check(byte[] encoded, String expected, Frame frame) throws Exception {
    assertThat(hex(encoded)).isEqualTo(packed(expected));
    assertThat(decode(encoded)).isEqualTo(frame);
  }

  private static Frame decode(byte[] frame) throws ProtocolViolationException {
    ByteBuffer buffer = ByteBuffer.wrap(frame);
    assertThat(buffer.getInt()).isEqualTo(frame.length - 4);
    return new FrameDecoder().decode(buffer);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String packed(String hex) {
    return new String(hex.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII)
        .replace(" ", "");
  }
}
