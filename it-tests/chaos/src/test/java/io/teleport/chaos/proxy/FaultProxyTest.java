package io.teleport.chaos.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node sees of each fault. */
class FaultProxyTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int GLIMPSE_MILLIS = 100;

  private final ServerSocket listener;
  private final FaultProxy proxy;
  private Socket opener;
  private Socket target;

  FaultProxyTest() throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    proxy = new FaultProxy(0, listener.getLocalPort());
  }

  @BeforeEach
  void open() throws IOException {
    opener = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    target = listener.accept();
    opener.setSoTimeout(PATIENCE_MILLIS);
    target.setSoTimeout(PATIENCE_MILLIS);
    // The proxy has the connection when a byte has passed.
    opener.getOutputStream().write(1);
    assertThat(target.getInputStream().read()).isEqualTo(1);
  }

  @AfterEach
  void close() throws IOException {
    opener.close();
    target.close();
    proxy.close();
    listener.close();
  }

  @Test
  void bytesPassBothWays() throws Exception {
    assertPasses(opener, target);
    assertPasses(target, opener);
  }

  @Test
  void bytesPassUnchangedWhileTheyAreSplit() throws Exception {
    harm(Fault.Kind.SPLIT, false, 0, LONG, 100);
    assertPasses(opener, target);
  }

  @Test
  void bytesPassUnchangedWhileTheyAreThrottled() throws Exception {
    harm(Fault.Kind.THROTTLE, false, 0, LONG, 2_000_000);
    assertPasses(opener, target);
  }

  @Test
  void bytesPassUnchangedWhileTheyAreDelayed() throws Exception {
    harm(Fault.Kind.DELAY, false, 0, LONG, 2);
    assertPasses(opener, target);
  }

  @Test
  void aStallHoldsBytesBackUntilItIsOver() throws Exception {
    harm(Fault.Kind.STALL, false, 0, LONG, 0);
    opener.getOutputStream().write(2);
    assertSilent(target);
    assertPasses(target, opener);
    proxy.heal();
    assertThat(target.getInputStream().read()).isEqualTo(2);
  }

  @Test
  void aResetReachesBothEnds() {
    harm(Fault.Kind.RESET, false, 0, Duration.ZERO, 0);
    assertReset(opener);
    assertReset(target);
    assertThat(proxy.size()).isZero();
  }

  @Test
  void aResetComesAfterSoManyBytes() throws IOException {
    harm(Fault.Kind.RESET, false, 5, Duration.ZERO, 0);
    opener.getOutputStream().write(new byte[5]);
    assertThat(target.getInputStream().readNBytes(5)).hasSize(5);
    opener.getOutputStream().write(new byte[100]);
    assertReset(opener);
  }

  @Test
  void aResetThatWaitsForBytesDoesNotWaitLong() {
    harm(Fault.Kind.RESET, false, 1_000_000, Duration.ZERO, 0);
    assertReset(opener);
    assertReset(target);
  }

  @Test
  void aFinishEndsBothStreamsInTheMiddle() throws IOException {
    harm(Fault.Kind.FINISH, false, 3, Duration.ZERO, 0);
    opener.getOutputStream().write(new byte[10]);
    assertThat(target.getInputStream().readAllBytes()).hasSize(3);
    assertThat(opener.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void aHalfOpenConnectionIsResetAtOneEndOnly() throws IOException {
    harm(Fault.Kind.HALF_OPEN, false, 0, LONG, 0);
    assertReset(opener);
    target.getOutputStream().write(new byte[100]);
    assertSilent(target);
    proxy.heal();
    assertReset(target);
  }

  @Test
  void aBlackHoleSwallowsUntilTheConnectionIsReset() throws IOException {
    harm(Fault.Kind.BLACK_HOLE, false, 0, Duration.ofSeconds(1), 0);
    opener.getOutputStream().write(new byte[100]);
    target.getOutputStream().write(new byte[100]);
    assertSilent(target);
    assertSilent(opener);
    assertReset(opener);
    assertReset(target);
  }

  @Test
  void aFaultCanWaitForTheNextConnection() throws IOException {
    proxy.harmNext(new Fault(Fault.Kind.RESET, false, 3, Duration.ZERO, 0));
    opener.getOutputStream().write(2);
    assertThat(target.getInputStream().read()).isEqualTo(2);
    assertThat(proxy.done()).isEmpty();
    try (Socket next = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      next.setSoTimeout(PATIENCE_MILLIS);
      next.getOutputStream().write(new byte[10]);
      assertReset(next);
      assertThat(proxy.done()).containsOnly(Map.entry(Fault.Kind.RESET, 1));
    }
  }

  @Test
  void aNodeThatIsNotThereResetsWhoeverConnects() throws IOException {
    listener.close();
    try (Socket next = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      next.setSoTimeout(PATIENCE_MILLIS);
      assertReset(next);
    }
  }

  @Test
  void whatOneEndClosesIsClosedAtTheOther() throws IOException {
    opener.close();
    assertThat(target.getInputStream().read()).isEqualTo(-1);
  }

  private void harm(Fault.Kind kind, boolean backward, long after, Duration duration, int amount) {
    assertThat(proxy.harm(new Fault(kind, backward, after, duration, amount), 0)).isTrue();
  }

  private static void assertPasses(Socket from, Socket to) throws Exception {
    byte[] bytes = new byte[100_000];
    new SplittableRandom(1).nextBytes(bytes);
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              try {
                from.getOutputStream().write(bytes);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    byte[] received = to.getInputStream().readNBytes(bytes.length);
    writing.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(Arrays.equals(received, bytes)).isTrue();
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(GLIMPSE_MILLIS);
    assertThatExceptionOfType(SocketTimeoutException.class)
        .isThrownBy(() -> socket.getInputStream().read());
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  private static void assertReset(Socket socket) {
    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(() -> socket.getInputStream().readAllBytes())
        .withMessageContaining("reset");
  }
}
