package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.ListenerFailedException;
import io.teleport.TeleportMessageListener;
import io.teleport.adapter.TestEndpointFactory;
import io.teleport.adapter.TestServer;
import io.teleport.adapter.TwoServers;
import io.teleport.term.Binary;
import jakarta.resource.ResourceException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the sender of a stream is told by a bean that acknowledges on return. */
class StreamAcknowledgementTest extends TwoServers {

  private static final int SIZE = 40_000_000;

  private final Queue<Integer> deliveries = new ConcurrentLinkedQueue<>();

  private void listen(TeleportMessageListener listener) throws ResourceException {
    TeleportActivationSpec spec = TestServer.spec("files", 1);
    spec.setAcknowledge("on-return");
    spec.setRedeliveryDelay("10ms");
    beta.activate(
        TestEndpointFactory.of(
            message -> {
              deliveries.add(message.deliveryCount());
              listener.onMessage(message);
            }),
        spec);
  }

  private CompletableFuture<Void> send() {
    Binary stream = Binary.ofStream(new ByteArrayInputStream(new byte[SIZE]));
    return connection.sendAsync(beta.address("files"), stream).toCompletableFuture();
  }

  private static void read(InputStream body, int count) throws Exception {
    assertThat(body.readNBytes(count)).hasSize(count);
  }

  @Test
  void itIsConfirmedWhenTheBeanHasReadItAndReturned() throws Exception {
    CountDownLatch hasRead = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    listen(
        message -> {
          InputStream body = message.body();
          read(body, SIZE);
          assertThat(body.read()).isEqualTo(-1);
          hasRead.countDown();
          assertThat(goOn.await(15, TimeUnit.SECONDS)).isTrue();
        });
    CompletableFuture<Void> outcome = send();
    assertThat(hasRead.await(15, TimeUnit.SECONDS)).isTrue();
    assertThat(outcome).isNotDone();
    goOn.countDown();
    outcome.get(15, TimeUnit.SECONDS);
    assertThat(deliveries).containsExactly(1);
  }

  @Test
  void theSenderIsToldIfTheBeanFailsAfterItHasReadAll() throws Exception {
    listen(
        message -> {
          InputStream body = message.body();
          read(body, SIZE);
          assertThat(body.read()).isEqualTo(-1);
          throw new IllegalStateException("by the test");
        });
    assertThatThrownBy(() -> send().get(15, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ListenerFailedException.class)
        .hasMessageContaining("cannot be delivered again");
    assertThat(deliveries).containsExactly(1);
  }

  @Test
  void theSenderIsToldIfTheBeanFailsWhileItReads() throws Exception {
    listen(
        message -> {
          read(message.body(), 1_000_000);
          throw new IllegalStateException("by the test");
        });
    assertThatThrownBy(() -> send().get(15, TimeUnit.SECONDS))
        .hasStackTraceContaining("the listener {files, 'beta@127.0.0.1'} failed")
        .hasStackTraceContaining("by the test");
    assertThat(deliveries).containsExactly(1);
  }

  @Test
  void itIsDeliveredAgainIfTheBeanFailsBeforeItReads() throws Exception {
    listen(
        message -> {
          if (message.deliveryCount() < 3) {
            throw new IllegalStateException("by the test");
          }
          read(message.body(), SIZE);
        });
    send().get(15, TimeUnit.SECONDS);
    assertThat(deliveries).containsExactly(1, 2, 3);
  }

  @Test
  void itIsConfirmedIfTheBeanWantsNoMoreOfIt() throws Exception {
    listen(message -> read(message.body(), 1000));
    send().get(15, TimeUnit.SECONDS);
    assertThat(deliveries).containsExactly(1);
  }

  @Test
  void aBeanThatFailsOnAStreamGetsTheNextMessage() throws Exception {
    listen(
        message -> {
          read(message.body(), 1000);
          throw new IllegalStateException("by the test");
        });
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> send().get(15, TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(deliveries).hasSize(10);
  }
}
