package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.engine.etf.DecodeLimits;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.Reservation;
import io.teleport.term.Atom;
import io.teleport.term.Pid;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of large messages whose destination comes and goes while they wait. */
class AdmissionTest {

  private static final int CHUNK = ChunkPool.CHUNK_SIZE;
  private static final int MAX_SEQUENCES = 100_000;
  private static final Pid PID = new Pid(new Atom("a@host"), 1, 2, 3);

  private final ChunkPool pool = new ChunkPool(4L * CHUNK, true);
  private Loop loop;
  private Assembler assembler;
  private String refusal;

  /** Refuses what it is told to. */
  private final class Choosy implements Assembler.Target {
    @Override
    public void tick() {
      // nothing to do
    }

    @Override
    public void busy() {
      // nothing is run aside
    }

    @Override
    public void paused() {
      // nothing is read
    }

    @Override
    public boolean isCaller(Pid pid) {
      return false;
    }

    @Override
    public String refusal(ControlMessage control) {
      return refusal;
    }

    @Override
    public void message(
        ControlMessage control, OtpEnvelope envelope, ReceivedPayload payload, Runnable onDone) {
      throw new AssertionError("no message is complete");
    }

    @Override
    public void leftOut(ControlMessage control, OtpEnvelope envelope, String reason) {
      // it was told to
    }
  }

  @BeforeEach
  void create() throws IOException {
    loop = new Loop("test", Runnable::run, System::nanoTime);
    InboundGate gate = new InboundGate(loop, pool, 1 << 20, InboundGate.PATIENCE, () -> {});
    assembler =
        new Assembler(
            new TermDecoder(DecodeLimits.DEFAULT),
            DistributionFlags.OURS,
            CHUNK,
            16 << 20,
            gate,
            gate.stall(null, null),
            new Choosy());
  }

  @AfterEach
  void allMemoryIsFree() throws InterruptedException {
    assembler.close();
    assertThat(pool.chunksCommitted()).isZero();
    assertThat(loop.close(Duration.ofSeconds(1))).isTrue();
  }

  /** Returns the begin of a message of one packet. */
  private static byte[] head() {
    byte[] control = control();
    return ByteBuffer.allocate(2 + control.length + 1)
        .put(PacketLayout.PASS_THROUGH)
        .put(control)
        .put(PacketLayout.VERSION)
        .put((byte) 0)
        .array();
  }

  private static byte[] control() {
    ControlMessage send = new ControlMessage.SendToName(PID, "orders");
    return OtpForms.encoded(new TermEncoder(), ControlEncoder.encode(send, DistributionFlags.OURS));
  }

  private PacketReader.Body begin(int chunks) throws ErlangProtocolException {
    byte[] head = head();
    return assembler.begin(head, head.length, head.length + (long) chunks * CHUNK - CHUNK / 2);
  }

  private PacketReader.Body beginFragments(long sequence) throws ErlangProtocolException {
    byte[] control = control();
    byte[] head =
        ByteBuffer.allocate(PacketLayout.FIRST_HEADER + control.length)
            .put(PacketLayout.VERSION)
            .put(PacketLayout.FIRST_FRAGMENT)
            .putLong(sequence)
            .putLong(2)
            .put((byte) 0)
            .put(control, 1, control.length - 1)
            .put((byte) 0)
            .array();
    return assembler.begin(head, head.length, head.length + CHUNK);
  }

  @Test
  void aMessageWhoseDestinationGoesWhileItWaitsForMemoryLeavesNothingBehind() throws Exception {
    Reservation others = pool.tryReserve(3);
    assertThat(begin(2)).as("waits for memory").isNull();
    refusal = "nothing is registered there";
    assertThat(begin(2)).as("is left out").isNotNull();
    others.close();
    assertThat(pool.chunksCommitted()).isZero();
  }

  @Test
  void theNextMessageGetsMemoryOfItsOwnLength() throws Exception {
    Reservation others = pool.tryReserve(3);
    assertThat(begin(2)).as("waits for memory").isNull();
    refusal = "nothing is registered there";
    assertThat(begin(2)).as("is left out").isNotNull();
    others.close();
    refusal = null;
    PacketReader.Body next = begin(4);
    assertThat(next.receive().room(3L * CHUNK)).isNotNull();
    next.receive().abandon();
  }

  @Test
  void oneMessageTooManyInFragmentsEndsTheConnectionAndHoldsNoMemory() throws Exception {
    refusal = "nothing is registered there";
    for (int i = 0; i < MAX_SEQUENCES; i++) {
      beginFragments(i);
    }
    refusal = null;
    assertThatThrownBy(() -> beginFragments(MAX_SEQUENCES))
        .isInstanceOf(ErlangProtocolException.class)
        .hasMessageContaining("under way");
    assertThat(pool.chunksCommitted()).isZero();
  }
}
