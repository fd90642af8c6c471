package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import io.teleport.adapter.TestEndpointFactory;
import io.teleport.adapter.TestTransactions;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.term.Atom;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a sender is told that its message was received, and how often a bean gets it. */
class AcknowledgementTest {

  private final SimulatedHost host = new SimulatedHost(1);
  private final TestTransactions transactions = new TestTransactions();
  private final Names names =
      new Names(
          host,
          new DeliveryThreads(host, 32),
          new Transactions(transactions),
          Duration.ofSeconds(30));
  private final TeleportActivationSpec spec = new TeleportActivationSpec();
  private final List<Integer> deliveryCounts = new ArrayList<>();
  private final List<Duration> times = new ArrayList<>();
  private Activation bean;

  @BeforeEach
  void acknowledgeOnReturn() {
    spec.setName("orders");
    spec.setAcknowledge("on-return");
    spec.setRedeliveries(3);
    spec.setRedeliveryDelay("2s");
  }

  @AfterEach
  void end() {
    names.stop();
    bean.close(Duration.ZERO);
    host.runToTheEnd();
  }

  private void start(TestEndpointFactory factory) throws ResourceException {
    bean = names.activate(factory, spec);
  }

  /** A bean that fails so many times before it returns. */
  private TestEndpointFactory failing(int times) {
    return TestEndpointFactory.of(
        message -> {
          record(message);
          if (message.deliveryCount() <= times) {
            throw new IllegalStateException("not now");
          }
        });
  }

  private void record(TeleportMessage message) {
    deliveryCounts.add(message.deliveryCount());
    times.add(host.now());
  }

  private RecordedMessage arrive(MessageKind kind) {
    RecordedMessage message = new RecordedMessage(kind, Atom.of("order"));
    arrive(message);
    return message;
  }

  private void arrive(RecordedMessage message) {
    if (!host.inbox("orders").confirmsOnReturn()) {
      message.confirm();
    }
    host.inbox("orders").deliver(message);
  }

  @Test
  void onAcceptAMessageIsConfirmedBeforeTheBeanHasIt() throws Exception {
    spec.setAcknowledge("on-accept");
    List<Object> before = new ArrayList<>();
    RecordedMessage message = new RecordedMessage(MessageKind.SEND, Atom.of("order"));
    start(TestEndpointFactory.of(received -> before.addAll(message.events)));
    arrive(message);
    host.runAll();
    assertThat(before).containsExactly("confirmed");
  }

  @Test
  void onAcceptAMessageThatTheBeanFailsOnIsNotDeliveredAgain() throws Exception {
    spec.setAcknowledge("on-accept");
    start(failing(1));
    RecordedMessage message = arrive(MessageKind.SEND);
    host.runToTheEnd();
    assertThat(deliveryCounts).containsExactly(1);
    assertThat(message.events).containsExactly("confirmed", "closed");
    assertThat(host.counters().get(Count.LISTENER_FAILURES)).isEqualTo(1);
  }

  @Test
  void onReturnAMessageIsConfirmedWhenTheTransactionOfTheBeanWasCommitted() throws Exception {
    List<Object> before = new ArrayList<>();
    RecordedMessage message = new RecordedMessage(MessageKind.SEND, Atom.of("order"));
    TeleportMessageListener listener = received -> before.addAll(message.events);
    start(TestEndpointFactory.of(listener).required(transactions));
    arrive(message);
    host.runAll();
    assertThat(before).isEmpty();
    assertThat(transactions.committed()).isEqualTo(1);
    assertThat(message.events).containsExactly("confirmed", "closed");
  }

  @Test
  void aMessageThatTheBeanFailsOnIsDeliveredAgainAfterTheDelay() throws Exception {
    start(failing(2));
    RecordedMessage message = arrive(MessageKind.SEND);
    host.runAll();
    assertThat(message.events).isEmpty();
    host.runToTheEnd();
    assertThat(deliveryCounts).containsExactly(1, 2, 3);
    assertThat(times).containsExactly(Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(message.events).containsExactly("confirmed", "closed");
    assertThat(host.counters().get(Count.REDELIVERIES)).isEqualTo(2);
    assertThat(host.deadLetters).isEmpty();
  }

  @Test
  void aMessageWhoseTransactionIsRolledBackInSilenceIsDeliveredAgain() throws Exception {
    start(
        TestEndpointFactory.of(
                message -> {
                  record(message);
                  if (message.deliveryCount() < 3) {
                    transactions.setRollbackOnly();
                  }
                })
            .required(transactions));
    RecordedMessage message = arrive(MessageKind.SEND);
    host.runToTheEnd();
    assertThat(deliveryCounts).containsExactly(1, 2, 3);
    assertThat(transactions.rolledBack()).isEqualTo(2);
    assertThat(transactions.committed()).isEqualTo(1);
    assertThat(message.events).containsExactly("confirmed", "closed");
  }

  @Test
  void aMessageThatTheBeanFailsOnEveryTimeIsRefused() throws Exception {
    start(failing(Integer.MAX_VALUE));
    RecordedMessage message = arrive(MessageKind.SEND);
    host.runToTheEnd();
    assertThat(deliveryCounts).containsExactly(1, 2, 3, 4);
    assertThat(message.events).containsExactly(RejectCode.LISTENER_FAILED, "closed");
    assertThat(message.detail)
        .isEqualTo(
            "java.lang.IllegalStateException: not now; after 4 deliveries (activation property"
                + " 'redeliveries')");
    assertThat(host.deadLetters).as("it is one of the sender").isEmpty();
    assertThat(host.counters().get(Count.MESSAGES_REFUSED)).isEqualTo(1);
  }

  @Test
  void withoutRedeliveriesTheFirstFailureIsTheLast() throws Exception {
    spec.setRedeliveries(0);
    start(failing(1));
    RecordedMessage message = arrive(MessageKind.SEND);
    host.runToTheEnd();
    assertThat(deliveryCounts).containsExactly(1);
    assertThat(message.events).containsExactly(RejectCode.LISTENER_FAILED, "closed");
  }

  @Test
  void aCallIsNotDeliveredAgainItsCallerIsTold() throws Exception {
    IllegalStateException failure = new IllegalStateException("no such order");
    start(
        TestEndpointFactory.answering(
            request -> {
              record(request);
              throw failure;
            }));
    RecordedMessage call = arrive(MessageKind.CALL);
    host.runToTheEnd();
    assertThat(deliveryCounts).containsExactly(1);
    assertThat(call.events).containsExactly(failure, "confirmed", "closed");
    assertThat(host.deadLetters).isEmpty();
  }

  @Test
  void aMessageThatIsReadWhileItArrivesIsNotDeliveredAgainOnceItWasRead() throws Exception {
    start(
        TestEndpointFactory.of(
            message -> {
              record(message);
              message.payload();
              throw new IllegalStateException("in the middle");
            }));
    RecordedMessage message =
        new RecordedMessage(MessageKind.SEND, Atom.of("file")).readWhileItArrives();
    arrive(message);
    host.runToTheEnd();
    assertThat(deliveryCounts).containsExactly(1);
    assertThat(message.events).containsExactly(RejectCode.LISTENER_FAILED, "closed");
    assertThat(message.detail).contains("cannot be delivered again");
  }

  @Test
  void aMessageThatIsReadWhileItArrivesIsDeliveredAgainIfNobodyHasReadIt() throws Exception {
    start(failing(1));
    RecordedMessage message =
        new RecordedMessage(MessageKind.SEND, Atom.of("file")).readWhileItArrives();
    arrive(message);
    host.runToTheEnd();
    assertThat(deliveryCounts).containsExactly(1, 2);
    assertThat(message.events).containsExactly("confirmed", "closed");
  }

  @Test
  void aDeliveryThatTheContainerDoesNotLetBeginDoesNotCount() throws Exception {
    start(failing(0).refuseToBegin(5));
    RecordedMessage message = arrive(MessageKind.SEND);
    host.runToTheEnd();
    assertThat(deliveryCounts).containsExactly(1);
    assertThat(message.events).containsExactly("confirmed", "closed");
    assertThat(host.counters().get(Count.LISTENER_FAILURES)).isZero();
  }
}
