package io.teleport.engine.erlang;

import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.net.ChunkPool;
import java.nio.ByteBuffer;

/**
 * Decides what becomes of a message when it begins: it is held on the heap, held in the memory for
 * large messages, read by its listener while it arrives, or left out. Confined to a loop.
 *
 * @param smallMessage up to how many bytes a message is held on the heap
 * @param maxMessage up to how many bytes a message is held; longer ones are read while they arrive
 *     if that is possible, else left out
 * @param gate bounds what is under way
 * @param stall how reading stands still while a listener does not read
 * @param target takes messages
 */
record Admission(
    TermDecoder decoder,
    int smallMessage,
    long maxMessage,
    InboundGate gate,
    StreamedReceive.Stall stall,
    Assembler.Target target) {

  /**
   * Returns where the content goes; null if reading has to wait.
   *
   * @param content where in the packet it begins
   */
  Arriving admit(PacketBegin begin, ControlMessage control, OtpEnvelope envelope, int content)
      throws ErlangProtocolException {
    String refusal = target.refusal(control);
    if (refusal != null) {
      // It may have waited for memory; its destination has gone meanwhile.
      gate.withdraw();
      return Arriving.leftOut(control, envelope, content, refusal);
    }
    long inPacket = begin.packet() - content;
    if (begin.fragments() == 1 && inPacket < smallMessage) {
      return admitSmall(control, envelope, content, (int) inPacket);
    }
    // Each fragment has about as much as the first; the last one has less.
    long most = begin.fragments() == 1 ? inPacket + 1 : begin.fragments() * begin.packet();
    long least = begin.fragments() == 1 ? most : most - begin.packet();
    if (most > maxMessage) {
      int available = begin.length() - content;
      LastBinary tail = LastBinary.find(decoder, begin.head(), content, available);
      if (tail != null && tail.offset() - content + tail.length() >= maxMessage) {
        Arriving streamed = stream(begin, control, envelope, content, tail);
        if (streamed != null) {
          return streamed;
        }
      }
    }
    if (least > maxMessage) {
      return Arriving.leftOut(
          control,
          envelope,
          content,
          "it has about %d bytes, maxMessage is %d bytes, and it is not for a listener, or does not end in a binary that could be read while it arrives"
              .formatted(most, maxMessage));
    }
    return admitLarge(control, envelope, content, most);
  }

  private Arriving admitSmall(
      ControlMessage control, OtpEnvelope envelope, int content, int length) {
    InboundGate.Verdict verdict = gate.admit(length);
    if (verdict instanceof InboundGate.Verdict.Wait) {
      return null;
    } else if (verdict instanceof InboundGate.Verdict.LeaveOut out) {
      return Arriving.leftOut(control, envelope, content, out.reason());
    }
    PayloadReceive receive = new PayloadReceive.OnHeap(length);
    return Arriving.into(receive, content, control, envelope, () -> gate.done(length));
  }

  private Arriving admitLarge(
      ControlMessage control, OtpEnvelope envelope, int content, long most) {
    int chunks = ChunkPool.chunksFor(most);
    InboundGate.Verdict verdict = gate.reserve(target.share(control), chunks);
    if (verdict instanceof InboundGate.Verdict.PassInChunks pass) {
      PayloadReceive receive =
          new PayloadReceive.InChunks(
              pass.reservation(), pass.freed(), chunks, maxMessage + ChunkPool.CHUNK_SIZE);
      return Arriving.into(receive, content, control, envelope, () -> {});
    } else if (verdict instanceof InboundGate.Verdict.LeaveOut out) {
      return Arriving.leftOut(control, envelope, content, out.reason());
    }
    return null;
  }

  /**
   * Hands on a message whose last bytes will be read while they arrive.
   *
   * @return null if its destination cannot do so
   */
  private Arriving stream(
      PacketBegin begin, ControlMessage control, OtpEnvelope envelope, int content, LastBinary tail)
      throws ErlangProtocolException {
    StreamedReceive receive =
        new StreamedReceive(
            stall, tail.length(), reason -> target.leftOut(control, envelope, reason));
    BodySink sink = target.stream(control, tail.length(), receive::roomUpTo, receive::closed);
    if (sink == null) {
      return null;
    }
    int length = tail.offset() - content;
    ByteBuffer bytes = ByteBuffer.allocate(1 + length).put(PacketLayout.VERSION);
    bytes.put(begin.head(), content, length);
    receive.into(sink);
    ReceivedPayload payload = new ReceivedPayload.Streamed(bytes.array(), sink);
    target.message(control, envelope, payload, () -> {});
    return Arriving.into(receive, tail.offset(), control, envelope, () -> {});
  }
}
