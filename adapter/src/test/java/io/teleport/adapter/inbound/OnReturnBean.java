package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.TeleportConnection;
import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import io.teleport.adapter.TestEndpointFactory;
import io.teleport.adapter.TestServer;
import io.teleport.term.Binary;
import jakarta.resource.ResourceException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A bean with the name {@code files} that acknowledges on return, twice redelivers what it failed
 * on, and remembers which delivery of a message each was.
 */
final class OnReturnBean {

  private static final String NAME = "files";

  private final Queue<Integer> deliveries = new ConcurrentLinkedQueue<>();
  private final TestServer server;

  private OnReturnBean(TestServer server) {
    this.server = server;
  }

  /** Activates it. */
  static OnReturnBean listen(TestServer server, TeleportMessageListener listener)
      throws ResourceException {
    TeleportActivationSpec spec = TestServer.spec(NAME, 1);
    spec.setAcknowledge("on-return");
    spec.setRedeliveries(2);
    spec.setRedeliveryDelay("10ms");
    OnReturnBean bean = new OnReturnBean(server);
    server.activate(
        TestEndpointFactory.of(
            message -> {
              bean.deliveries.add(message.deliveryCount());
              listener.onMessage(message);
            }),
        spec);
    return bean;
  }

  /** Activates one that reads a stream to its end, and then halts. */
  static OnReturnBean thatReads(TestServer server, int size, Halt halt) throws ResourceException {
    return listen(
        server,
        message -> {
          readAll(message, size);
          halt.here();
        });
  }

  /** Sends it a message; returns what the sender is told. */
  CompletableFuture<Void> send(TeleportConnection sender, Object message) {
    return sender.sendAsync(server.address(NAME), message).toCompletableFuture();
  }

  /** Sends it a stream. */
  CompletableFuture<Void> sendStream(TeleportConnection sender, int size) {
    return send(sender, Binary.ofStream(new ByteArrayInputStream(new byte[size])));
  }

  /** Reads the body of a message to its end. */
  static void readAll(TeleportMessage message, int size) throws Exception {
    InputStream body = message.body();
    assertThat(body.readNBytes(size)).hasSize(size);
    assertThat(body.read()).isEqualTo(-1);
  }

  /** Returns the number of each delivery: 1 for the first of a message. */
  List<Integer> deliveries() {
    return List.copyOf(deliveries);
  }
}
