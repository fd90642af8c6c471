package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.ListenerFailedException;
import io.teleport.adapter.TwoServers;
import io.teleport.engine.net.LogRecords;
import jakarta.resource.ResourceException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** What the sender of a stream is told by a bean that acknowledges on return. */
class StreamAcknowledgementTest extends TwoServers {

  private static final int SIZE = 40_000_000;

  private static void read(InputStream body, int count) throws Exception {
    assertThat(body.readNBytes(count)).hasSize(count);
  }

  @Test
  void itIsConfirmedWhenTheBeanHasReadItAndReturned() throws Exception {
    Halt halt = new Halt();
    OnReturnBean bean = OnReturnBean.thatReads(beta, SIZE, halt);
    CompletableFuture<Void> outcome = bean.sendStream(connection, SIZE);
    halt.awaitReached();
    assertThat(outcome).isNotDone();
    halt.release();
    outcome.get(15, TimeUnit.SECONDS);
    assertThat(bean.deliveries()).containsExactly(1);
  }

  private OnReturnBean beanThatReadsAllAndFails() throws ResourceException {
    return OnReturnBean.listen(
        beta,
        message -> {
          OnReturnBean.readAll(message, SIZE);
          throw new IllegalStateException("by the test");
        });
  }

  @Test
  void theSenderIsToldIfTheBeanFailsAfterItHasReadAll() throws Exception {
    OnReturnBean bean = beanThatReadsAllAndFails();
    assertThatThrownBy(() -> bean.sendStream(connection, SIZE).get(15, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ListenerFailedException.class)
        .hasMessageContaining("cannot be delivered again");
    assertThat(bean.deliveries()).containsExactly(1);
  }

  @Test
  void theLogSaysThatTheLengthOfOneWithoutSizeIsUnknown() throws Exception {
    OnReturnBean bean = beanThatReadsAllAndFails();
    try (LogRecords failures = new LogRecords(Level.WARNING, "'files' failed")) {
      assertThatThrownBy(() -> bean.sendStream(connection, SIZE).get(15, TimeUnit.SECONDS))
          .isNotNull();
      assertThat(failures.messages())
          .containsExactly(
              "TLP2101: the listener of name 'files' failed on a SEND of unknown length from"
                  + " alpha@127.0.0.1",
              "TLP2109: a SEND of unknown length from alpha@127.0.0.1, on which the listener of"
                  + " name 'files' failed, is given up (what was read while it arrived cannot be"
                  + " delivered again) and a dead letter of its sender");
    }
  }

  @Test
  void theSenderIsToldIfTheBeanFailsWhileItReads() throws Exception {
    OnReturnBean bean =
        OnReturnBean.listen(
            beta,
            message -> {
              read(message.body(), 1_000_000);
              throw new IllegalStateException("by the test");
            });
    assertThatThrownBy(() -> bean.sendStream(connection, SIZE).get(15, TimeUnit.SECONDS))
        .hasStackTraceContaining("the listener {files, 'beta@127.0.0.1'} failed")
        .hasStackTraceContaining("by the test");
    assertThat(bean.deliveries()).containsExactly(1);
  }

  @Test
  void itIsDeliveredAgainIfTheBeanFailsBeforeItReads() throws Exception {
    OnReturnBean bean =
        OnReturnBean.listen(
            beta,
            message -> {
              if (message.deliveryCount() < 3) {
                throw new IllegalStateException("by the test");
              }
              read(message.body(), SIZE);
            });
    bean.sendStream(connection, SIZE).get(15, TimeUnit.SECONDS);
    assertThat(bean.deliveries()).containsExactly(1, 2, 3);
  }

  @Test
  void itIsConfirmedIfTheBeanWantsNoMoreOfIt() throws Exception {
    OnReturnBean bean = OnReturnBean.listen(beta, message -> read(message.body(), 1000));
    bean.sendStream(connection, SIZE).get(15, TimeUnit.SECONDS);
    assertThat(bean.deliveries()).containsExactly(1);
  }

  @Test
  void aBeanThatFailsOnAStreamGetsTheNextMessage() throws Exception {
    OnReturnBean bean =
        OnReturnBean.listen(
            beta,
            message -> {
              read(message.body(), 1000);
              throw new IllegalStateException("by the test");
            });
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> bean.sendStream(connection, SIZE).get(15, TimeUnit.SECONDS))
          .isNotNull();
    }
    assertThat(bean.deliveries()).hasSize(10);
  }
}
