package io.teleport.engine.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Whatever is written is read again; whatever else comes is a violation and nothing worse. */
class FrameRoundTripTest {

  @Property
  void aMessageIsReadAsItWasWritten(
      @ForAll("headers") MessageHeader header, @ForAll @Size(max = 200) byte[] payload)
      throws Exception {
    byte[] frame = message(header, payload);

    Frame.Message read = (Frame.Message) decode(frame);

    assertThat(read.header()).isEqualTo(header);
    assertThat(read.payload()).isEqualTo(ByteBuffer.wrap(payload));
  }

  @Property
  void anAnnouncementIsReadAsItWasWritten(
      @ForAll("headers") MessageHeader header,
      @ForAll @LongRange(min = -1) long tail,
      @ForAll @Size(min = 1, max = 200) byte[] envelope)
      throws Exception {
    byte[] frame = open(header, tail, envelope);

    Frame.Open read = (Frame.Open) decode(frame);

    assertThat(read.header()).isEqualTo(header);
    assertThat(read.envelopeLength()).isEqualTo(envelope.length);
    assertThat(read.tailLength()).isEqualTo(tail);
    assertThat(read.envelope()).isEqualTo(ByteBuffer.wrap(envelope));
  }

  @Property
  void aReceiptIsReadAsItWasWritten(
      @ForAll @Size(min = 2, max = 60) List<@LongRange(min = 1, max = 1L << 60) Long> numbers)
      throws Exception {
    long[] ranges =
        numbers.stream().limit(numbers.size() & ~1).mapToLong(Long::longValue).sorted().toArray();

    assertThat(((Frame.Receipt) decode(FrameEncoder.receipt(ranges, ranges.length))).ranges())
        .isEqualTo(ranges);
  }

  @Property
  void aCreditIsReadAsItWasWritten(
      @ForAll("destinations") Destination destination,
      @ForAll boolean isBestEffort,
      @ForAll @LongRange(min = 0) long granted,
      @ForAll @LongRange(min = -1) long arrived)
      throws Exception {
    Frame.Credit credit = new Frame.Credit(destination, isBestEffort, granted, arrived);

    assertThat(decode(FrameEncoder.credit(credit))).isEqualTo(credit);
  }

  @Property
  void aFragmentHeaderIsReadAsItWasWritten(
      @ForAll long number,
      @ForAll boolean last,
      @ForAll @LongRange(min = 0, max = 1 << 24) long length)
      throws Exception {
    ByteBuffer header = ByteBuffer.allocate(FragmentLayout.HEADER);
    FragmentLayout.write(header, number, last, (int) length);

    assertThat(FragmentLayout.read(header.flip(), 1 << 24))
        .isEqualTo(new FragmentLayout.Header(number, last, (int) length));
  }

  @Property
  void aFragmentLongerThanAllowedIsAViolation(@ForAll int length, @ForAll long number) {
    ByteBuffer header = ByteBuffer.allocate(FragmentLayout.HEADER);
    header.putInt(length).put((byte) 0x23).putLong(number).put((byte) 0).flip();
    long payload = (long) length - 10;

    if (payload < 0 || payload > 4096) {
      assertThatThrownBy(() -> FragmentLayout.read(header, 4096))
          .isInstanceOf(ProtocolViolationException.class);
    }
  }

  @Property(tries = 200)
  void aFrameThatIsCutShortAnywhereIsAViolation(@ForAll("frames") byte[] frame) {
    for (int end = 4; end < frame.length; end++) {
      byte[] cut = Arrays.copyOf(frame, end);
      assertThatNothingWorseThanAViolationHappens(cut, 4);
    }
  }

  @Property
  void randomBytesAreAViolationAtTheWorst(@ForAll @Size(max = 100) byte[] bytes) {
    assertThatNothingWorseThanAViolationHappens(bytes, 0);
  }

  @Property
  void randomBytesAfterAKnownTypeAreAViolationAtTheWorst(
      @ForAll("types") byte type, @ForAll @Size(max = 100) byte[] bytes) {
    byte[] body = new byte[bytes.length + 1];
    body[0] = type;
    System.arraycopy(bytes, 0, body, 1, bytes.length);
    assertThatNothingWorseThanAViolationHappens(body, 0);
  }

  @Property
  void aFrameWithAByteChangedIsAViolationAtTheWorst(
      @ForAll("frames") byte[] frame, @ForAll int where, @ForAll byte with) {
    byte[] changed = frame.clone();
    changed[4 + Math.floorMod(where, frame.length - 4)] = with;
    assertThatNothingWorseThanAViolationHappens(changed, 4);
  }

  private static void assertThatNothingWorseThanAViolationHappens(byte[] bytes, int from) {
    try {
      new FrameDecoder().decode(ByteBuffer.wrap(bytes, from, bytes.length - from));
    } catch (ProtocolViolationException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
    try {
      HandshakeCodec.decode(ByteBuffer.wrap(bytes, from, bytes.length - from));
    } catch (ProtocolViolationException | VersionMismatchException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }

  private static Frame decode(byte[] frame) throws ProtocolViolationException {
    return new FrameDecoder().decode(ByteBuffer.wrap(frame, 4, frame.length - 4));
  }

  private static byte[] message(MessageHeader header, byte[] payload) {
    int headroom = FrameEncoder.messageHeadroom(header.destination(), header.place() != null);
    byte[] frame = new byte[headroom + payload.length];
    System.arraycopy(payload, 0, frame, headroom, payload.length);
    FrameEncoder.message(
        frame,
        header.kind(),
        header.correlation(),
        header.destination(),
        strand(header),
        payload.length);
    return numbered(frame, header);
  }

  private static byte[] open(MessageHeader header, long tail, byte[] envelope) {
    byte[] frame =
        FrameEncoder.open(
            header.kind(),
            header.correlation(),
            header.destination(),
            strand(header),
            envelope.length,
            tail,
            OpenFlags.NONE,
            ByteBuffer.wrap(envelope));
    return numbered(frame, header);
  }

  private static int strand(MessageHeader header) {
    return header.place() == null ? -1 : header.place().strand();
  }

  private static byte[] numbered(byte[] frame, MessageHeader header) {
    FrameEncoder.number(frame, header.number());
    if (header.place() != null) {
      FrameEncoder.after(frame, header.place().after());
    }
    return frame;
  }

  @Provide
  Arbitrary<Destination> destinations() {
    return Arbitraries.oneOf(
        Arbitraries.strings()
            .all()
            .excludeChars('\uFFFD')
            .ofMinLength(1)
            .ofMaxLength(255)
            .filter(FrameRoundTripTest::isText)
            .map(Destination.Name::new),
        Combinators.combine(Arbitraries.integers(), Arbitraries.integers(), Arbitraries.integers())
            .as(Destination.Process::new));
  }

  /** Returns whether a text survives UTF-8, which half a surrogate pair does not. */
  private static boolean isText(String text) {
    return java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  @Provide
  Arbitrary<MessageHeader> headers() {
    Arbitrary<MessageHeader> requests =
        Combinators.combine(
                numbers(),
                Arbitraries.of(MessageKind.class).filter(kind -> !kind.isAnswer()),
                Arbitraries.longs(),
                destinations())
            .as(MessageHeader::new);
    Arbitrary<MessageHeader> answers =
        Combinators.combine(
                numbers(),
                Arbitraries.of(MessageKind.REPLY, MessageKind.FAILURE),
                Arbitraries.longs())
            .as(
                (number, kind, correlation) ->
                    new MessageHeader(number, kind, correlation, Destination.Caller.INSTANCE));
    Arbitrary<MessageHeader> placed =
        Combinators.combine(
                requests.filter(header -> header.number() > 0),
                Arbitraries.integers().between(0, 1023),
                Arbitraries.longs().greaterOrEqual(0))
            .as(
                (header, strand, after) ->
                    new MessageHeader(
                        header.number(),
                        header.kind(),
                        header.correlation(),
                        header.destination(),
                        new Place(strand, after % header.number())));
    return Arbitraries.oneOf(requests, answers, placed);
  }

  private static Arbitrary<Long> numbers() {
    return Arbitraries.longs().greaterOrEqual(0);
  }

  @Provide
  Arbitrary<byte[]> frames() {
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(50);
    NodeHello node =
        new NodeHello("a@b", 1, 2, new NodeHello.Limits(1024, 65536, 4096, 65536), new byte[32]);
    return Arbitraries.oneOf(
        Combinators.combine(headers(), bytes).as(FrameRoundTripTest::message),
        Combinators.combine(headers(), Arbitraries.longs(), bytes).as(FrameRoundTripTest::open),
        destinations().map(name -> FrameEncoder.credit(new Frame.Credit(name, false, 5, -1))),
        destinations().map(name -> FrameEncoder.abort(new Frame.Abort(1, 0, name, 5, "gone"))),
        Arbitraries.of(
            FrameEncoder.tick(),
            FrameEncoder.ping(5),
            FrameEncoder.pong(5),
            FrameEncoder.receipt(new long[] {1, 2, 4, 4}, 4),
            FrameEncoder.goodbye("bye"),
            FrameEncoder.allow(1, 2, 3),
            FrameEncoder.begin(1, 2),
            FrameEncoder.resume(1),
            FrameEncoder.settled(7, new long[] {9, 12}),
            FrameEncoder.close(new Frame.Close(new Destination.Name("x"), true)),
            FrameEncoder.closed(new Frame.Closed(new Destination.Name("x"), false)),
            FrameEncoder.reject(1, RejectCode.TOO_LARGE, "large"),
            HandshakeCodec.hello(node, new PoolHello(1, Lane.SMALL, 0, 1, "c@d")),
            HandshakeCodec.challenge(node),
            HandshakeCodec.proof(new byte[32]),
            HandshakeCodec.welcome(new byte[32]),
            HandshakeCodec.refusal(RefusalCode.BUSY, "busy")));
  }

  @Provide
  Arbitrary<Byte> types() {
    return Arbitraries.of(
        (byte) 1,
        (byte) 2,
        (byte) 3,
        (byte) 4,
        (byte) 5,
        (byte) 0x10,
        (byte) 0x11,
        (byte) 0x12,
        (byte) 0x13,
        (byte) 0x14,
        (byte) 0x15,
        (byte) 0x16,
        (byte) 0x17,
        (byte) 0x18,
        (byte) 0x20,
        (byte) 0x21,
        (byte) 0x22,
        (byte) 0x23,
        (byte) 0x24,
        (byte) 0x25);
  }
}
