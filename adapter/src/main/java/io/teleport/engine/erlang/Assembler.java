package io.teleport.engine.erlang;

import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.observe.Log;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Pid;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Puts messages together from packets and fragments. Fragments of one message come in order; those
 * of several messages may come by turns.
 *
 * <p>Owns what is half received. Confined to a loop.
 */
final class Assembler implements PacketReader.Handler {

  private static final int MAX_SEQUENCES = 100_000;

  /** What becomes of messages. */
  interface Target {

    /** A tick came. */
    void tick();

    /** There is more to read than fits into a buffer. */
    void busy();

    /** Nothing is to be read until the gate says so. */
    void paused();

    /** Returns whether a process is the one in whose name this node calls others. */
    boolean isCaller(Pid pid);

    /**
     * Returns why a message is not wanted, before its content is read; null if it is wanted.
     *
     * @param control what stands before it, which is a send
     */
    String refusal(ControlMessage control);

    /**
     * A message has come.
     *
     * @param envelope what OTP put around it, which the payload is without
     * @param payload belongs to the target; null if the control message is all there is
     * @param onDone to be called when the payload is done with
     */
    void message(
        ControlMessage control, OtpEnvelope envelope, ReceivedPayload payload, Runnable onDone)
        throws ErlangProtocolException;

    /** Returns what a message's destination may have of the memory; null if nothing limits it. */
    default MemoryShare share(ControlMessage control) {
      return null;
    }

    /**
     * Returns what takes the bytes of the binary that a message ends in.
     *
     * @return null if its destination cannot read them while they arrive
     * @see LocalProcesses#stream
     */
    default BodySink stream(
        ControlMessage control, long size, LongConsumer roomUpTo, Runnable closed) {
      return null;
    }

    /** A message was left out. */
    void leftOut(ControlMessage control, OtpEnvelope envelope, String reason);
  }

  private final TermDecoder decoder;
  private final boolean hasHeaders;
  private final InboundGate gate;
  private final Admission admission;
  private final Target target;
  private final Map<Long, Arriving> sequences = new HashMap<>();
  private boolean closed;

  /**
   * Creates it.
   *
   * @param agreed what both nodes can do
   * @param smallMessage up to how many bytes a message is held on the heap
   * @param maxMessage up to how many bytes a message is held; longer ones are read while they
   *     arrive if that is possible, else left out
   */
  Assembler(
      TermDecoder decoder,
      DistributionFlags agreed,
      int smallMessage,
      long maxMessage,
      InboundGate gate,
      StreamedReceive.Stall stall,
      Target target) {
    this.decoder = decoder;
    this.hasHeaders = agreed.has(DistributionFlags.FRAGMENTS);
    this.gate = gate;
    this.admission = new Admission(decoder, smallMessage, maxMessage, gate, stall, target);
    this.target = target;
  }

  @Override
  public void tick() {
    target.tick();
  }

  @Override
  public void paused() {
    target.paused();
  }

  @Override
  public void busy() {
    target.busy();
  }

  @Override
  public PacketReader.Body begin(byte[] head, int length, long packet)
      throws ErlangProtocolException {
    int first = head[0];
    if (first == PacketLayout.PASS_THROUGH && length > 2 && head[1] == PacketLayout.VERSION) {
      return begin(new PacketBegin(head, length, packet, 2, 1, 0, true));
    }
    if (first != PacketLayout.VERSION || length < PacketLayout.WHOLE_HEADER || !hasHeaders) {
      throw new ErlangProtocolException(
          "a packet with an unknown header, that begins with " + first);
    }
    int tag = head[1];
    if (tag == PacketLayout.WHOLE) {
      checkNoAtoms(head[2]);
      return begin(new PacketBegin(head, length, packet, PacketLayout.WHOLE_HEADER, 1, 0, false));
    }
    if (length < PacketLayout.NEXT_HEADER) {
      throw new ErlangProtocolException("a fragment of %d bytes".formatted(packet));
    }
    ByteBuffer numbers = ByteBuffer.wrap(head, 2, 2 * Long.BYTES);
    long sequence = numbers.getLong();
    long fragment = numbers.getLong();
    if (tag == PacketLayout.FIRST_FRAGMENT && length > PacketLayout.FIRST_HEADER) {
      checkNoAtoms(head[PacketLayout.FIRST_HEADER - 1]);
      return begin(
          new PacketBegin(
              head, length, packet, PacketLayout.FIRST_HEADER, fragment, sequence, false));
    } else if (tag == PacketLayout.NEXT_FRAGMENT) {
      return next(sequence, fragment);
    }
    throw new ErlangProtocolException("a packet with an unknown header, of tag " + tag);
  }

  /** Returns what takes the packets of a socket of the teleport library, in place of this. */
  PacketReader.Handler asTeleportSocket() {
    return new TeleportPackets();
  }

  /**
   * Packets of the Erlang teleport library: each is {@code {send, Dest, Message}}, with a version
   * before it, where the destination is a name or a process of this node.
   */
  private final class TeleportPackets implements PacketReader.Handler {

    @Override
    public PacketReader.Body begin(byte[] head, int length, long packet)
        throws ErlangProtocolException {
      int offset = TeleportLayout.DESTINATION;
      TermDecoder.First destination = null;
      if (TeleportLayout.isSend(head, length)) {
        offset += TeleportLayout.labelLength(head);
        try {
          destination = decoder.decodeFirst(head, offset, length - offset);
        } catch (MalformedTermException e) {
          Log.debug("TLP1431", "a destination that is no term: " + e.getMessage());
        }
      }
      ControlMessage control = destination == null ? null : TeleportLayout.send(destination.term());
      if (control == null) {
        // The next packet begins where its length says, whatever is in this one.
        ControlMessage unknown = new ControlMessage.Unknown(-1);
        return Arriving.leftOut(unknown, null, length, "it is no packet of teleport").body(true);
      }
      int end = offset + destination.length();
      PacketBegin begin = new PacketBegin(head, length, packet, end, 1, 0, false);
      OtpEnvelope envelope = envelope(control, begin, end);
      int content = end + envelope.length();
      Arriving arriving = admission.admit(begin, control, envelope, content);
      return arriving == null ? null : arriving.body(true);
    }

    @Override
    public void tick() {
      // a packet without content says nothing
    }

    @Override
    public void end(PacketReader.Body body) throws ErlangProtocolException {
      Assembler.this.end(body);
    }

    @Override
    public void cutShort(PacketReader.Body body) {
      Assembler.this.cutShort(body);
    }

    @Override
    public void busy() {
      Assembler.this.busy();
    }

    @Override
    public void paused() {
      Assembler.this.paused();
    }

    @Override
    public void close() {
      Assembler.this.close();
    }
  }

  private static void checkNoAtoms(byte count) throws ErlangProtocolException {
    if (count != 0) {
      throw new ErlangProtocolException(
          "a header with %d references to atoms, and there is no atom cache"
              .formatted(count & 0xFF));
    }
  }

  private PacketReader.Body begin(PacketBegin begin) throws ErlangProtocolException {
    if (begin.fragments() < 1 || begin.fragments() > Integer.MAX_VALUE) {
      throw new ErlangProtocolException("a message of %d fragments".formatted(begin.fragments()));
    }
    int available = begin.length() - begin.offset();
    TermDecoder.First first;
    try {
      first = decoder.decodeFirst(begin.head(), begin.offset(), available);
    } catch (MalformedTermException e) {
      return malformed(begin, e);
    }
    ControlMessage control = ControlDecoder.decode(first.term());
    int end = begin.offset() + first.length();
    boolean hasPayload = begin.packet() > end || begin.fragments() > 1;
    if (!hasPayload) {
      return Arriving.withoutPayload(control, end).body(true);
    }
    if (begin.hasVersions()) {
      if (begin.length() <= end || begin.head()[end] != PacketLayout.VERSION) {
        throw new ErlangProtocolException("a message without a version");
      }
      end++;
    }
    OtpEnvelope envelope = envelope(control, begin, end);
    int content = end + envelope.length();
    Arriving arriving = admission.admit(begin, control, envelope, content);
    if (arriving == null) {
      return null;
    }
    if (begin.fragments() > 1) {
      arriving.fragment = begin.fragments();
      remember(begin.sequence(), arriving);
    }
    return arriving.body(begin.fragments() == 1);
  }

  /** A control message that cannot be read: the connection ends, unless it is merely too long. */
  private PacketReader.Body malformed(PacketBegin begin, MalformedTermException e)
      throws ErlangProtocolException {
    if (begin.length() == begin.packet()) {
      throw new ErlangProtocolException("a control message that is no term: " + e.getMessage());
    }
    ControlMessage unknown = new ControlMessage.Unknown(-1);
    Arriving arriving =
        Arriving.leftOut(unknown, null, begin.length(), "its control message is too long");
    if (begin.fragments() > 1) {
      arriving.fragment = begin.fragments();
      remember(begin.sequence(), arriving);
    }
    return arriving.body(begin.fragments() == 1);
  }

  private void remember(long sequence, Arriving arriving) throws ErlangProtocolException {
    if (sequences.size() >= MAX_SEQUENCES) {
      arriving.receive.abandon();
      throw new ErlangProtocolException(
          "more than %d messages are under way in fragments".formatted(MAX_SEQUENCES));
    }
    if (sequences.putIfAbsent(sequence, arriving) != null) {
      arriving.receive.abandon();
      throw new ErlangProtocolException("a second message with the sequence " + sequence);
    }
  }

  private OtpEnvelope envelope(ControlMessage control, PacketBegin begin, int offset) {
    int available = begin.length() - offset;
    if (control instanceof ControlMessage.SendToAlias
        || (control instanceof ControlMessage.Send send && target.isCaller(send.to()))) {
      return OtpEnvelope.findReply(decoder, begin.head(), offset, available);
    }
    boolean isSend =
        control instanceof ControlMessage.SendToName || control instanceof ControlMessage.Send;
    return isSend ? OtpEnvelope.find(decoder, begin.head(), offset, available) : OtpEnvelope.NONE;
  }

  private PacketReader.Body next(long sequence, long fragment) throws ErlangProtocolException {
    Arriving arriving = sequences.get(sequence);
    if (arriving == null || arriving.fragment - 1 != fragment || fragment < 1) {
      throw new ErlangProtocolException(
          "fragment %d of a message of which %s came before"
              .formatted(fragment, arriving == null ? "nothing" : "" + arriving.fragment));
    }
    arriving.fragment = fragment;
    if (fragment == 1) {
      sequences.remove(sequence);
    }
    return new PacketReader.Body(
        PacketLayout.NEXT_HEADER, arriving.receive, fragment == 1, arriving);
  }

  @Override
  public void end(PacketReader.Body body) throws ErlangProtocolException {
    if (!body.isLast()) {
      return;
    }
    Arriving arriving = (Arriving) body.message();
    if (arriving.envelope == null && arriving.refusal == null) {
      target.message(arriving.control, OtpEnvelope.NONE, null, () -> {});
      return;
    }
    ReceivedPayload payload = arriving.receive.finish();
    if (arriving.isHandedOn) {
      return;
    }
    if (payload == null) {
      String reason = arriving.refusal != null ? arriving.refusal : "its memory ran out";
      target.leftOut(arriving.control, arriving.envelope, reason);
    } else {
      target.message(arriving.control, arriving.envelope, payload, arriving.onDone);
    }
  }

  @Override
  public void cutShort(PacketReader.Body body) {
    if (body.isLast()) {
      giveUp((Arriving) body.message());
    }
  }

  private void giveUp(Arriving arriving) {
    arriving.receive.abandon();
    if (arriving.refusal != null) {
      target.leftOut(arriving.control, arriving.envelope, arriving.refusal);
    } else if (arriving.envelope != null && !arriving.isHandedOn) {
      arriving.onDone.run();
      target.leftOut(
          arriving.control, arriving.envelope, "the connection was lost while it arrived");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      gate.close();
      sequences.values().forEach(this::giveUp);
      sequences.clear();
    }
  }
}
