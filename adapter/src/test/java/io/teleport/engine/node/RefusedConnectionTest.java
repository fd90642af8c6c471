package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.DeliveryUnknownException;
import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.FreePort;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.Term;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A node looks as if its process were gone, for its sockets break and its address refuses others:
 * calls end at once, and all else waits for it; and then it was alive all the time.
 */
@Timeout(60)
class RefusedConnectionTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  @RegisterExtension final Nodes nodes = new Nodes();

  private final Inboxes.Held orders = new Inboxes.Held();
  private final Inboxes.Held slow = new Inboxes.Held();
  private LocalNode alpha;
  private LocalNode beta;
  private BlackHole wire;

  @BeforeEach
  void startTwoNodesWithAWireBetween() throws IOException {
    // It must not find another way back.
    InetSocketAddress nowhere =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
    NodeName alphaName = NodeName.of("alpha@127.0.0.1");
    beta =
        nodes.start(
            "beta@127.0.0.1",
            s -> s.receiveWindow(128 << 10).retention(LONG).peer(alphaName, nowhere));
    beta.register("orders", orders);
    beta.register("slow", slow);
    wire = new BlackHole(Nodes.addressOf(beta));
    alpha =
        nodes.start("alpha@127.0.0.1", s -> s.retention(LONG).peer(beta.name(), wire.address()));
    assertThat(alpha.ping(beta.name())).isTrue();
  }

  @AfterEach
  void takeTheWireAway() throws IOException {
    wire.close();
  }

  private Address to(String name) {
    return Address.of(name, beta.name());
  }

  private CompletionStage<Term> call(String name) {
    return alpha.callAsync(to(name), MessageKind.CALL, new Atom("request"), LONG);
  }

  private void mendTheWire() throws IOException {
    wire = new BlackHole(Nodes.addressOf(beta), wire.address().getPort());
  }

  @Test
  void aCallThatWasDeliveredMayHaveBeenServed() throws Exception {
    CompletionStage<Term> call = call("orders");
    orders.next().close();
    wire.close();
    assertThatThrownBy(() -> call.toCompletableFuture().get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(DeliveryUnknownException.class)
        .hasMessageContaining("Connection refused")
        .hasMessageContaining("it may or may not have been served");
  }

  @Test
  void aCallThatWaitedForCreditIsTakenBackAndNeverServed() throws Exception {
    for (int i = 0; i < 3; i++) {
      alpha.send(to("slow"), MessageKind.SEND, Binary.wrap(new byte[40 << 10]));
    }
    Nodes.await("three came", () -> slow.count() == 3);
    CompletionStage<Term> call =
        alpha.callAsync(to("slow"), MessageKind.CALL, Binary.wrap(new byte[20 << 10]), LONG);
    wire.close();
    assertThatThrownBy(() -> call.toCompletableFuture().get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(NodeDownException.class)
        .hasMessageContaining("it was not sent");

    mendTheWire();
    for (int i = 0; i < 3; i++) {
      slow.next().close();
    }
    for (int i = 0; i < 20; i++) {
      alpha.send(to("slow"), MessageKind.SEND, Binary.wrap(new byte[40 << 10]));
      try (InboundMessage message = slow.next()) {
        assertThat(message.kind()).as("its credit is used by others").isEqualTo(MessageKind.SEND);
      }
    }
    assertThat(slow.isEmpty()).isTrue();
  }

  @Test
  void whatWasSentArrivesWhenTheNodeIsThereAgain() throws Exception {
    CompletionStage<Term> call = call("orders");
    orders.next().close();
    wire.close();
    Nodes.await("the call fails", () -> call.toCompletableFuture().isCompletedExceptionally());
    CompletionStage<Void> sent =
        alpha.sendAsync(
            to("orders"), MessageKind.SEND, Sendable.of(new Atom("x")), Passage.CONFIRMED);
    assertThatThrownBy(() -> call("orders"))
        .isInstanceOf(NodeDownException.class)
        .hasMessageContaining("nobody listens there any more; the request was not sent");

    mendTheWire();
    assertThat(orders.nextTerm()).isEqualTo(new Atom("x"));
    sent.toCompletableFuture().get(20, TimeUnit.SECONDS);
    CompletionStage<Term> again = call("orders");
    try (InboundMessage request = orders.next()) {
      request.responder().orElseThrow().reply(Sendable.of(new Atom("answer")));
    }
    assertThat(again.toCompletableFuture().get(20, TimeUnit.SECONDS)).isEqualTo(new Atom("answer"));
    assertThat(alpha.counters().get(Count.DEAD_LETTERS)).isZero();
    assertThat(beta.counters().get(Count.DEAD_LETTERS)).as("no late answer").isZero();
  }

  @Test
  void aNodeThatOnlyAcceptedConnectionsKnowsTheAddressToo() throws Exception {
    InetSocketAddress listens =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
    NodeName name = NodeName.of("caller@127.0.0.1");
    BlackHole back = new BlackHole(listens);
    LocalNode called =
        nodes.start("called@127.0.0.1", s -> s.retention(LONG).peer(name, back.address()));
    BlackHole there = new BlackHole(Nodes.addressOf(called));
    LocalNode caller =
        nodes.start(
            name.toString(),
            s -> s.port(listens.getPort()).retention(LONG).peer(called.name(), there.address()));
    caller.register("orders", orders);
    assertThat(caller.ping(called.name())).isTrue();
    Nodes.await("it was looked for, and found", () -> back.ended() == 1);
    CompletionStage<Term> call =
        called.callAsync(Address.of("orders", name), MessageKind.CALL, new Atom("request"), LONG);
    orders.next().close();
    assertThat(called.counters().get(Count.POOLS_STARTED)).isEqualTo(1);

    back.close();
    there.close();
    assertThatThrownBy(() -> call.toCompletableFuture().get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(DeliveryUnknownException.class)
        .hasMessageContaining("Connection refused");
    assertThat(caller.counters().get(Count.HANDSHAKES_REFUSED)).isZero();
  }

  @Test
  void aTransactionIsToldThatTheNodeIsGoneThoughMessagesAreAccepted() throws Exception {
    CompletionStage<Term> call = call("orders");
    orders.next().close();
    List<NodeName> itself = List.of(beta.name());
    alpha.requireReachable(itself);
    wire.close();
    Nodes.await("the call fails", () -> call.toCompletableFuture().isCompletedExceptionally());
    assertThatThrownBy(() -> alpha.requireReachable(itself))
        .isInstanceOf(NodeDownException.class)
        .hasMessageContaining("beta@127.0.0.1")
        .hasMessageContaining("nobody listens there any more");
    alpha.connect(itself);

    mendTheWire();
    Nodes.await("it is there again", () -> alpha.ping(beta.name()));
    alpha.requireReachable(itself);
  }

  @Test
  void anAddressThatWasNeverReachedSaysNothing() throws Exception {
    Inboxes.Held there = new Inboxes.Held();
    alpha.register("there", there);
    CompletionStage<Term> call =
        beta.callAsync(
            Address.of("there", alpha.name()), MessageKind.CALL, new Atom("request"), LONG);
    try (InboundMessage request = there.next()) {
      wire.cut();
      Nodes.await("it notices", () -> beta.counters().get(Count.POOLS_LOST) == 1);
      Nodes.await("it is there again", () -> beta.ping(alpha.name()));
      request.responder().orElseThrow().reply(Sendable.of(new Atom("answer")));
    }
    assertThat(call.toCompletableFuture().get(20, TimeUnit.SECONDS)).isEqualTo(new Atom("answer"));
  }
}
