package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.DeadLetter;
import io.teleport.NodeName;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.peer.Passage;
import io.teleport.term.PayloadReleasedException;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A dead letter as a message of the local node to the listener of its own. */
final class DeadLetterMessage implements InboundMessage {

  private final NodeName node;
  private final Supplier<DeadLetter> letter;
  private final Runnable onClose;
  private final AtomicBoolean closed = new AtomicBoolean();
  private Term term;

  /**
   * Creates it.
   *
   * @param letter reads the letter, when the listener wants it
   * @param onClose gives its room back
   */
  DeadLetterMessage(NodeName node, Supplier<DeadLetter> letter, Runnable onClose) {
    this.node = node;
    this.letter = letter;
    this.onClose = onClose;
  }

  @Override
  public MessageKind kind() {
    return MessageKind.SEND;
  }

  @Override
  public NodeName sender() {
    return node;
  }

  @Override
  public Address destination() {
    return Address.of(DeadLetter.LISTENER, node);
  }

  @Override
  public long size() {
    GatherList encoded = TermEncoder.encode(decode(), 1);
    long size = encoded.length();
    encoded.release();
    return size;
  }

  @Override
  public Term decode() {
    if (closed.get()) {
      throw new PayloadReleasedException();
    }
    if (term == null) {
      term = Terms.of(letter.get());
    }
    return term;
  }

  @Override
  public GatherList encoded(TermEncoder encoder, int headroom) {
    return encoder.write(decode(), headroom);
  }

  @Override
  public Optional<Responder> responder() {
    return Optional.empty();
  }

  @Override
  public int strand() {
    return Passage.NO_STRAND;
  }

  @Override
  public void confirm() {
    // it has no sender
  }

  @Override
  public boolean refuse(RejectCode code, String detail) {
    // it has no sender
    return false;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.run();
    }
  }
}
