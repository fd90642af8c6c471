package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.Loop;
import io.teleport.engine.net.Reservation;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much one Erlang node may have under way. */
@Timeout(30)
class InboundGateTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ChunkPool pool = new ChunkPool(4L * ChunkPool.CHUNK_SIZE, true);
  private final Semaphore resumed = new Semaphore(0);
  private Loop loop;
  private InboundGate gate;
  private InboundGate.Verdict verdict;

  @BeforeEach
  void start() throws IOException {
    loop = new Loop("test", threads, System::nanoTime);
    loop.start();
    gate = new InboundGate(loop, pool, 1000, InboundGate.PATIENCE, resumed::release);
  }

  @AfterEach
  void stop() throws InterruptedException {
    loop.runAndWait(gate::close);
    assertThat(loop.close(Duration.ofSeconds(5))).isTrue();
    threads.shutdown();
    assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.chunksCommitted()).isZero();
  }

  private InboundGate.Verdict admit(long cost) throws InterruptedException {
    loop.runAndWait(() -> verdict = gate.admit(cost));
    return verdict;
  }

  private InboundGate.Verdict reserve(int chunks) throws InterruptedException {
    loop.runAndWait(() -> verdict = gate.reserve(null, chunks));
    return verdict;
  }

  private void awaitResumed() throws InterruptedException {
    assertThat(resumed.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void smallMessagesPassUntilTheWindowIsFull() throws Exception {
    assertThat(admit(600)).isInstanceOf(InboundGate.Verdict.Pass.class);
    assertThat(admit(600)).isInstanceOf(InboundGate.Verdict.Wait.class);
    gate.done(600);
    awaitResumed();
    assertThat(admit(600)).isInstanceOf(InboundGate.Verdict.Pass.class);
  }

  @Test
  void aMessageLargerThanTheWindowPassesAlone() throws Exception {
    assertThat(admit(5000)).isInstanceOf(InboundGate.Verdict.Pass.class);
  }

  @Test
  void whoWaitsForLongGetsMoreUntilAHardBound() throws Exception {
    long under = 0;
    InboundGate.Verdict last = admit(900);
    while (!(last instanceof InboundGate.Verdict.LeaveOut)) {
      if (last instanceof InboundGate.Verdict.Wait) {
        awaitResumed();
      } else {
        under += 900;
      }
      last = admit(900);
    }
    assertThat(under).isBetween(14_000L, 16_000L);
    assertThat(((InboundGate.Verdict.LeaveOut) last).reason()).contains("receiveWindow");
  }

  @Test
  void aLargeMessageWaitsForMemoryAndGetsIt() throws Exception {
    Reservation others = pool.tryReserve(3);
    assertThat(reserve(2)).isInstanceOf(InboundGate.Verdict.Wait.class);
    others.close();
    awaitResumed();
    InboundGate.Verdict.PassInChunks pass = (InboundGate.Verdict.PassInChunks) reserve(2);
    pass.reservation().close();
  }

  @Test
  void aLargeMessageIsLeftOutIfThereIsNoMemoryForLong() throws Exception {
    Reservation others = pool.tryReserve(3);
    assertThat(reserve(2)).isInstanceOf(InboundGate.Verdict.Wait.class);
    awaitResumed();
    assertThat(reserve(2)).isInstanceOf(InboundGate.Verdict.LeaveOut.class);
    others.close();
  }

  @Test
  void whatFollowsAMessageThatGotNoMemoryIsLeftOutAtOnceUntilThereIsSome() throws Exception {
    Reservation others = pool.tryReserve(3);
    assertThat(reserve(2)).isInstanceOf(InboundGate.Verdict.Wait.class);
    awaitResumed();
    assertThat(reserve(2)).isInstanceOf(InboundGate.Verdict.LeaveOut.class);
    assertThat(reserve(2)).isInstanceOf(InboundGate.Verdict.LeaveOut.class);
    others.close();
    InboundGate.Verdict.PassInChunks pass = (InboundGate.Verdict.PassInChunks) reserve(2);
    assertThat(reserve(3)).isInstanceOf(InboundGate.Verdict.Wait.class);
    pass.reservation().close();
    awaitResumed();
    ((InboundGate.Verdict.PassInChunks) reserve(3)).reservation().close();
  }

  @Test
  void whereNothingElseIsHeldUpWaitingHasNoEnd() throws Exception {
    InboundGate patient = new InboundGate(loop, pool, 1000, null, resumed::release);
    Reservation others = pool.tryReserve(3);
    loop.runAndWait(() -> verdict = patient.reserve(null, 2));
    assertThat(verdict).isInstanceOf(InboundGate.Verdict.Wait.class);
    assertThat(resumed.tryAcquire(InboundGate.PATIENCE.toMillis() + 300, TimeUnit.MILLISECONDS))
        .isFalse();
    others.close();
    awaitResumed();
    loop.runAndWait(() -> verdict = patient.reserve(null, 2));
    ((InboundGate.Verdict.PassInChunks) verdict).reservation().close();
  }

  @Test
  void aMessageLargerThanAllMemoryIsLeftOutAtOnce() throws Exception {
    InboundGate.Verdict.LeaveOut out = (InboundGate.Verdict.LeaveOut) reserve(5);
    assertThat(out.reason()).contains("bufferMemory");
  }
}
