package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.NodeName;
import io.teleport.TeleportMessage;
import io.teleport.adapter.TestEndpointFactory;
import io.teleport.adapter.TestTransactions;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Terms;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which order a bean gets messages that keep an order. */
class StrandOrderTest {

  private static final NodeName ALPHA = NodeName.of("alpha@h");
  private static final NodeName GAMMA = NodeName.of("gamma@h");

  private final SimulatedHost host = new SimulatedHost(1);
  private final Names names =
      new Names(
          host,
          new DeliveryThreads(host, 32),
          new Transactions(new TestTransactions()),
          Duration.ofSeconds(30));
  private final TeleportActivationSpec spec = new TeleportActivationSpec();
  private final List<String> delivered = new ArrayList<>();
  private Activation bean;

  @BeforeEach
  void severalAtATime() {
    spec.setName("orders");
    spec.setConcurrency(4);
    spec.setBatchSize(2);
    spec.setAcknowledge("on-return");
    spec.setRedeliveryDelay("1s");
  }

  @AfterEach
  void end() {
    names.stop();
    bean.close(Duration.ZERO);
    host.runToTheEnd();
  }

  private void start(Consumer<TeleportMessage> listener) throws ResourceException {
    bean =
        names.activate(
            TestEndpointFactory.of(
                message -> {
                  listener.accept(message);
                  delivered.add(message.as(String.class));
                }),
            spec);
  }

  private void arrive(NodeName sender, int strand, String text) {
    host.inbox("orders")
        .deliver(
            new RecordedMessage(MessageKind.SEND, Terms.of(text)).from(sender).onStrand(strand));
  }

  @Test
  void theNextOfAStrandWaitsUntilTheOneBeforeHasReturned() throws Exception {
    start(
        message -> {
          if (message.as(String.class).equals("a1")) {
            host.runAll();
            assertThat(delivered).as("while a1 is delivered").containsExactly("b1");
          }
        });
    arrive(ALPHA, 1, "a1");
    arrive(ALPHA, 1, "a2");
    arrive(ALPHA, 2, "b1");
    host.runAll();
    assertThat(delivered).containsExactly("b1", "a1", "a2");
  }

  @Test
  void messagesWithoutAStrandWaitForNone() throws Exception {
    start(
        message -> {
          if (message.as(String.class).equals("first")) {
            host.runAll();
          }
        });
    arrive(ALPHA, Passage.NO_STRAND, "first");
    arrive(ALPHA, Passage.NO_STRAND, "second");
    host.runAll();
    assertThat(delivered).containsExactly("second", "first");
  }

  @Test
  void strandsOfDifferentSendersAreNotTheSame() throws Exception {
    start(
        message -> {
          if (message.as(String.class).equals("of alpha")) {
            host.runAll();
          }
        });
    arrive(ALPHA, 7, "of alpha");
    arrive(GAMMA, 7, "of gamma");
    host.runAll();
    assertThat(delivered).containsExactly("of gamma", "of alpha");
  }

  @Test
  void aMessageThatWaitsForItsRedeliveryHoldsItsStrandBackAndNoOther() throws Exception {
    start(
        message -> {
          if (message.as(String.class).equals("a1") && message.deliveryCount() == 1) {
            throw new IllegalStateException("not now");
          }
        });
    arrive(ALPHA, 1, "a1");
    arrive(ALPHA, 1, "a2");
    arrive(ALPHA, 2, "b1");
    arrive(ALPHA, Passage.NO_STRAND, "free");
    host.runAll();
    assertThat(delivered).containsExactlyInAnyOrder("b1", "free");
    host.runToTheEnd();
    assertThat(delivered).endsWith("a1", "a2");
  }

  @Test
  void aMessageThatIsGivenUpLetsTheNextOfItsStrandGo() throws Exception {
    spec.setRedeliveries(1);
    start(
        message -> {
          if (message.as(String.class).equals("a1")) {
            throw new IllegalStateException("never");
          }
        });
    arrive(ALPHA, 1, "a1");
    arrive(ALPHA, 1, "a2");
    host.runToTheEnd();
    assertThat(delivered).containsExactly("a2");
    assertThat(host.counters().get(Count.MESSAGES_REFUSED)).isEqualTo(1);
  }

  @Test
  void aStrandKeepsItsOrderAcrossARedeployment() throws Exception {
    start(message -> {});
    for (int i = 0; i < 10; i++) {
      arrive(ALPHA, 1, "before " + i);
    }
    bean.close(Duration.ZERO);
    for (int i = 0; i < 10; i++) {
      arrive(ALPHA, 1, "while stopped " + i);
    }
    host.runAll();
    assertThat(delivered).isEmpty();
    start(message -> {});
    arrive(ALPHA, 1, "afterwards");
    host.runAll();
    assertThat(delivered).hasSize(21).startsWith("before 0").endsWith("afterwards");
    assertThat(delivered.subList(0, 10)).isSorted();
    assertThat(delivered.subList(10, 20)).isSorted().first().isEqualTo("while stopped 0");
  }
}
