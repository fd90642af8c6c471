package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.BackpressureException;
import io.teleport.BodyLengthException;
import io.teleport.TeleportException;
import io.teleport.term.BinaryContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream on its way from the thread that reads it to the one that writes it. */
@Timeout(30)
class BodySupplyTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private static BodySupply supply(byte[] bytes, long announced, Duration timeout) {
    return new BodySupply(
        new BinaryContent.Stream(new ByteArrayInputStream(bytes), announced), timeout);
  }

  private static void awaitBytes(BodySupply supply) {
    while (supply.available() == 0 && !supply.hasFailed()) {
      LockSupport.parkNanos(100_000);
    }
  }

  @Test
  void allBytesComeInOrderAndNeverMoreThanTheBoundIsHeld() {
    byte[] bytes = new byte[5 * (int) BodySupply.MOST + 7];
    new Random(1).nextBytes(bytes);
    BodySupply supply = supply(bytes, bytes.length, LONG);
    CompletableFuture<Void> run = CompletableFuture.runAsync(() -> supply.run("test"));
    ByteBuffer got = ByteBuffer.allocate(bytes.length);
    while (got.hasRemaining()) {
      awaitBytes(supply);
      assertThat(supply.available()).isLessThanOrEqualTo(BodySupply.MOST);
      got.put(supply.take(Math.min(supply.available(), 100_000)));
      supply.written();
    }
    run.join();
    assertThat(got.array()).isEqualTo(bytes);
    assertThat(supply.hasFailed()).isFalse();
  }

  @Test
  void aStreamThatIsTooShortOrTooLongIsTakenBack() {
    for (int announced : new int[] {99, 101}) {
      BodySupply supply = supply(new byte[100], announced, LONG);
      assertThatThrownBy(() -> supply.run("test")).isInstanceOf(BodyLengthException.class);
      assertThat(supply.hasFailed()).isTrue();
      assertThat(supply.available()).isZero();
    }
  }

  @Test
  void aStreamThatFailsIsTakenBackAndClosed() {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("no more of it");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return read();
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };
    BodySupply supply = new BodySupply(new BinaryContent.Stream(broken, 10), LONG);
    assertThatThrownBy(() -> supply.run("test"))
        .isInstanceOf(TeleportException.class)
        .hasRootCauseMessage("no more of it");
    assertThat(supply.hasFailed()).isTrue();
    assertThat(closed).isTrue();
  }

  @Test
  void aSenderOfWhichNothingIsWrittenGivesUp() {
    byte[] bytes = new byte[2 * (int) BodySupply.MOST];
    BodySupply supply = supply(bytes, bytes.length, Duration.ofMillis(100));
    assertThatThrownBy(() -> supply.run("test"))
        .isInstanceOf(BackpressureException.class)
        .hasMessageContaining("sendTimeout");
    assertThat(supply.hasFailed()).isTrue();
  }

  @Test
  void aMessageThatWasGivenUpEndsItsSender() {
    byte[] bytes = new byte[2 * (int) BodySupply.MOST];
    BodySupply supply = supply(bytes, bytes.length, LONG);
    CompletableFuture<Void> run = CompletableFuture.runAsync(() -> supply.run("test"));
    awaitBytes(supply);
    supply.close();
    run.join();
    assertThat(supply.hasFailed()).isFalse();
  }
}
