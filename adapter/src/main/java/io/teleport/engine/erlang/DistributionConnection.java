package io.teleport.engine.erlang;

import io.teleport.Address;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Link;
import io.teleport.engine.net.Loop;
import io.teleport.engine.observe.Log;
import io.teleport.term.Atom;
import io.teleport.term.Pid;
import io.teleport.term.Reference;
import io.teleport.term.Term;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The connection to one Erlang node: what leaves, and that both sides live. What arrives goes to
 * {@link Incoming}.
 *
 * <p>Methods may be called by any thread unless they say otherwise.
 */
final class DistributionConnection {

  private static final int MAX_PACKET = 128 << 20;
  private static final long MAX_BACKLOG = 64 << 20;
  private static final int PARTS_OF_TICK_TIME = 4;

  /**
   * For how long nothing is read because a listener has not begun to read a large message. Less
   * than the time for which an Erlang process waits for an answer unless it says otherwise.
   */
  private static final Duration PATIENCE_TO_BEGIN = Duration.ofSeconds(4);

  private static final byte[] TICK = new byte[PacketLayout.LENGTH];

  private final ErlangSurroundings surroundings;
  private final ErlangPeer peer;
  private final Link link;
  private final Outgoing outgoing;
  private final OutgoingCalls calls = new OutgoingCalls();
  private final Incoming incoming;
  private final Assembler assembler;
  private final InboundGate gate;
  private final References references;
  private final Pid caller;
  private final BiConsumer<DistributionConnection, String> onEnded;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean isReading = true;

  /**
   * Creates a connection after the handshake; {@link #begin} makes it work.
   *
   * @param onEnded told once, on the loop, when everything has come to its end, and why
   */
  DistributionConnection(
      ErlangSurroundings surroundings,
      ErlangPeer peer,
      Link link,
      BiConsumer<DistributionConnection, String> onEnded) {
    this.surroundings = surroundings;
    this.peer = peer;
    this.link = link;
    this.onEnded = onEnded;
    this.outgoing = new Outgoing(surroundings, peer, link);
    this.caller = surroundings.caller();
    ErlangSettings settings = surroundings.settings();
    this.references = new References(caller.node(), surroundings.creation());
    this.gate =
        new InboundGate(
            surroundings.loop(),
            surroundings.pool(),
            settings.receiveWindow(),
            InboundGate.PATIENCE,
            this::resume);
    this.incoming = new Incoming(this, surroundings, calls);
    this.assembler =
        new Assembler(
            surroundings.decoder(),
            peer.agreed(),
            settings.smallMessage(),
            settings.maxMessage(),
            gate,
            gate.stall(earlier(PATIENCE_TO_BEGIN, settings.sendTimeout()), settings.sendTimeout()),
            incoming);
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  ErlangPeer peer() {
    return peer;
  }

  NodeName name() {
    return peer.name();
  }

  /** Returns the other node's IP address, or null if the connection is closed. */
  InetAddress remoteAddress() {
    return link.remoteAddress();
  }

  Incoming incoming() {
    return incoming;
  }

  /** Takes the link over. Called on the loop. */
  void begin() {
    ErlangSettings settings = surroundings.settings();
    InetAddress address = remoteAddress();
    if (settings.takesTeleportSockets() && address != null) {
      outgoing.use(
          new BulkPool(
              name(),
              address,
              surroundings.bulkLoops(),
              settings.bulkSockets(),
              settings.connectTimeout(),
              surroundings.loop().nanoTime(),
              new ListenServer(this, surroundings),
              outgoing::takeBack));
    }
    PacketReader reader = new PacketReader(assembler, MAX_PACKET);
    link.moveTo(surroundings.loop(), reader, outgoing.writer());
    scheduleTick();
  }

  // ------------------------------------------------------------------ what leaves

  /** Says something to the other node that no room is needed for. Never blocks. */
  void control(ControlMessage message) {
    control(message, null);
  }

  /**
   * Says something to the other node that no room is needed for. Never blocks.
   *
   * @param payload what follows it; null for nothing
   */
  void control(ControlMessage message, Term payload) {
    GatherList content = payload == null ? null : surroundings.encoder().write(payload, 0);
    now(message, OutgoingMessage.NO_PREFIX, content);
  }

  private void now(ControlMessage message, byte[] prefix, GatherList content) {
    outgoing.now(message, prefix, content);
    PacketWriter writer = outgoing.writer();
    if (writer.backlog() > MAX_BACKLOG) {
      close(
          new IOException(
              "the node asks and does not read the answers: %d bytes wait"
                  .formatted(writer.backlog())));
    }
  }

  /**
   * Sends a message that nobody waits for. Blocks while there is no room.
   *
   * @param prefix what OTP has before the content
   * @param content belongs to the connection if this returns, else to the caller
   * @param strand messages of the same one leave in order; {@link Outgoing#NO_STRAND} for none
   * @param fate learns what became of it
   * @return what is left for the calling thread to do
   */
  Runnable send(
      Address to, byte[] prefix, GatherList content, int strand, Consumer<Departure> fate) {
    return outgoing.send(new Outgoing.Letter(send(to), target(to), prefix, strand), content, fate);
  }

  /**
   * Calls a process. Blocks while there is no room.
   *
   * @param content belongs to the connection if this returns, else to the caller
   * @return what is left for the calling thread to do, and what ends the call
   */
  OngoingCall call(Address to, MessageKind kind, GatherList content, AnswerListener listener) {
    Reference reference = references.next();
    Term target = target(to);
    calls.add(reference, new OutgoingCalls.Waiting(target, to.toString(), listener));
    control(new ControlMessage.Monitor(caller, target, reference));
    byte[] prefix = OtpForms.before(surroundings.encoder(), kind, caller, reference);
    Runnable rest;
    try {
      rest = send(to, prefix, content, Outgoing.NO_STRAND, end -> requestSettled(reference, end));
    } catch (RuntimeException e) {
      cancel(reference);
      throw e;
    }
    return new OngoingCall(rest, () -> cancel(reference));
  }

  private void requestSettled(Reference reference, Departure end) {
    OutgoingCalls.Waiting call = end == Departure.LEFT ? null : calls.remove(reference);
    if (call != null) {
      String text = "the call to %s: %s".formatted(call.printed(), end.text());
      call.listener()
          .failed(
              end == Departure.TAKEN_BACK
                  ? new TeleportException(text)
                  : new NodeDownException(text));
    }
  }

  private void cancel(Reference reference) {
    OutgoingCalls.Waiting call = calls.remove(reference);
    if (call != null) {
      demonitor(call.target(), reference);
    }
  }

  /** Does not want to be told of the end of a process any more. */
  void demonitor(Term target, Reference reference) {
    if (!ended.get()) {
      control(new ControlMessage.Demonitor(caller, target, reference));
    }
  }

  /** Returns what stands before a message to an address. */
  private ControlMessage send(Address to) {
    return to instanceof Address.Named named
        ? new ControlMessage.SendToName(caller, named.name())
        : new ControlMessage.Send(caller, ((Address.Process) to).pid());
  }

  private static Term target(Address to) {
    return to instanceof Address.Named named
        ? new Atom(named.name())
        : ((Address.Process) to).pid();
  }

  /**
   * Answers a caller, who expects that by the distribution protocol. Blocks while there is no room.
   *
   * @return what is left for the calling thread to do
   */
  Runnable answer(ErlangCaller to, GatherList content, Consumer<Departure> fate) {
    byte[] prefix = OtpForms.beforeAnswer(to.tag());
    return outgoing.send(
        new Outgoing.Letter(answer(to), null, prefix, Outgoing.NO_STRAND), content, fate);
  }

  /** Answers a caller with a term that no room is needed for. Never blocks. */
  void answerNow(OtpEnvelope.Caller to, Term answer) {
    ErlangCaller waiting = new ErlangCaller(name(), MessageKind.CALL, to);
    GatherList content = surroundings.encoder().write(answer, 0);
    now(answer(waiting), OtpForms.beforeAnswer(to.tag()), content);
  }

  private ControlMessage answer(ErlangCaller to) {
    return to.alias() != null && peer.agreed().has(DistributionFlags.ALIAS)
        ? new ControlMessage.SendToAlias(caller, to.alias())
        : new ControlMessage.Send(caller, to.pid());
  }

  // ------------------------------------------------------------------ what is read

  /** Reads nothing until there is room. Called on the loop. */
  void pause() {
    isReading = false;
    link.pauseReading();
  }

  private void resume() {
    isReading = true;
    link.resumeReading();
  }

  // ------------------------------------------------------------------ signs of life

  private void scheduleTick() {
    Duration quarter = surroundings.settings().tickTime().dividedBy(PARTS_OF_TICK_TIME);
    surroundings.loop().after(quarter, () -> tick(quarter));
  }

  private void tick(Duration quarter) {
    if (ended.get()) {
      return;
    }
    Loop loop = surroundings.loop();
    long now = loop.nanoTime().getAsLong();
    Duration silence = Duration.ofNanos(now - link.lastRead());
    Duration most = surroundings.settings().tickTime().plus(quarter);
    if (isReading && silence.compareTo(most) > 0) {
      close(
          new IOException(
              "no sign of life for %d ms (erlangTickTime is %d ms)"
                  .formatted(silence.toMillis(), surroundings.settings().tickTime().toMillis())));
      return;
    }
    if (now - link.lastWrite() > quarter.toNanos() / 2 && outgoing.writer().isEmpty()) {
      sendTick();
    }
    outgoing.closeIdleSockets();
    scheduleTick();
  }

  /** Shows that this node lives, to one that has just done so, unless it did lately. */
  void answerTick() {
    long quarter = surroundings.settings().tickTime().toNanos() / PARTS_OF_TICK_TIME;
    if (surroundings.loop().nanoTime().getAsLong() - link.lastWrite() > quarter / 4) {
      sendTick();
    }
  }

  private void sendTick() {
    outgoing.writer().offer(TICK, Departure.UNTOLD);
    link.flush();
  }

  // ------------------------------------------------------------------ the end

  /** Closes the connection. */
  void close(Throwable reason) {
    link.close(reason);
  }

  /** Waits until what was queued has left, or until the time has come. */
  void awaitSent(long deadlineNanos) {
    outgoing.awaitSent(deadlineNanos);
  }

  /** Waits until everything has come to its end, or until the time has come. */
  void awaitEnd(long deadlineNanos) throws InterruptedException {
    boolean inTime =
        over.await(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    if (!inTime) {
      Log.debug("TLP1412", "the connection to " + name() + " did not end in time");
    }
  }

  /** The link is closed. Called on the loop. */
  void linkClosed(Throwable reason) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    String text = reason == null ? "closed" : reason.getMessage();
    outgoing.close();
    assembler.close();
    calls.fail(text);
    onEnded.accept(this, text);
    over.countDown();
  }
}
