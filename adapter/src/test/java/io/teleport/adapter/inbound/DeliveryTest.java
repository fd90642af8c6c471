package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.NodeDownException;
import io.teleport.ReplyTo;
import io.teleport.TeleportMessage;
import io.teleport.adapter.TestEndpointFactory;
import io.teleport.engine.frame.MessageKind;
import io.teleport.term.Atom;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of one message and of whoever waits for an answer to it. */
class DeliveryTest {

  private static final Atom PAYLOAD = Atom.of("request");

  private final List<TestEndpointFactory> factories = new ArrayList<>();

  private boolean deliver(TestEndpointFactory factory, RecordedMessage message) throws Exception {
    factories.add(factory);
    MessageEndpoint endpoint = factory.createEndpoint(null);
    return new Delivery(new InboundLog("orders", System::nanoTime)).deliver(endpoint, message);
  }

  @AfterEach
  void endpointsWereUsedAsTheyMustBe() {
    factories.forEach(factory -> assertThat(factory.violations()).isEmpty());
  }

  @Test
  void aMessageIsClosedWhenTheListenerHasReturned() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.SEND, PAYLOAD);
    boolean reusable =
        deliver(TestEndpointFactory.of(received -> assertThat(message.events).isEmpty()), message);
    assertThat(reusable).isTrue();
    assertThat(message.events).containsExactly("closed");
  }

  @Test
  void aReturnValueIsTheAnswerAndIsSentWhileTheMessageIsOpen() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    deliver(TestEndpointFactory.answering(TeleportMessage::payload), message);
    assertThat(message.events).containsExactly(PAYLOAD, "closed");
  }

  @Test
  void aRequestThatIsReturnedIsTheAnswerAndIsNotDecoded() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    deliver(TestEndpointFactory.answering(request -> request), message);
    assertThat(message.events).containsExactly(PAYLOAD, "closed");
    assertThat(message.decoded).isZero();
  }

  @Test
  void aRequestIsTheAnswerThroughReplyToWithoutBeingDecoded() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    deliver(
        TestEndpointFactory.of(received -> received.replyTo().orElseThrow().reply(received)),
        message);
    assertThat(message.events).containsExactly(PAYLOAD, "closed");
    assertThat(message.decoded).isZero();
  }

  @Test
  void aReturnValueThatNobodyWaitsForIsDropped() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CAST, PAYLOAD);
    deliver(TestEndpointFactory.answering(request -> Atom.OK), message);
    assertThat(message.events).containsExactly("closed");
  }

  @Test
  void aListenerAnswersWithReplyTo() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    deliver(
        TestEndpointFactory.of(received -> received.replyTo().orElseThrow().reply(Atom.OK)),
        message);
    assertThat(message.events).containsExactly(Atom.OK, "closed");
  }

  @Test
  void aListenerThatKeepsReplyToMayAnswerLater() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    List<ReplyTo> kept = new ArrayList<>();
    deliver(
        TestEndpointFactory.of(received -> kept.add(received.replyTo().orElseThrow())), message);
    assertThat(message.events).containsExactly("closed");
    kept.get(0).reply(Atom.OK);
    assertThat(message.events).containsExactly("closed", Atom.OK);
  }

  @Test
  void aCallWhoseListenerCannotAnswerAnyMoreFailsAtOnce() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    deliver(TestEndpointFactory.of(received -> {}), message);
    assertThat(message.events).hasSize(2).last().isEqualTo("closed");
    assertThat(message.events.get(0))
        .isInstanceOfSatisfying(
            IllegalStateException.class,
            failure -> assertThat(failure).hasMessageContaining("without answering"));
  }

  @Test
  void aNotificationIsConfirmedWhenTheListenerHasReturned() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.SYNC_NOTIFY, PAYLOAD);
    deliver(TestEndpointFactory.of(received -> {}), message);
    assertThat(message.events).containsExactly(Atom.OK, "closed");
  }

  @Test
  void whatTheListenerThrowsGoesToTheCallerAndEndsTheEndpoint() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    IOException thrown = new IOException("disk full");
    boolean reusable =
        deliver(
            TestEndpointFactory.answering(
                request -> {
                  throw thrown;
                }),
            message);
    assertThat(reusable).isFalse();
    assertThat(message.events).containsExactly(thrown, "closed");
  }

  @Test
  void anErrorOfTheListenerEndsTheDeliveryAndNotTheThread() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.SEND, PAYLOAD);
    boolean reusable =
        deliver(
            TestEndpointFactory.of(
                received -> {
                  throw new StackOverflowError();
                }),
            message);
    assertThat(reusable).isFalse();
    assertThat(message.events).containsExactly("closed");
  }

  @Test
  void aTransactionThatFailsFailsTheCall() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    ResourceException rolledBack = new ResourceException("rolled back");
    deliver(TestEndpointFactory.answering(request -> Atom.OK).failOnCommit(rolledBack), message);
    assertThat(message.events).containsExactly(rolledBack, "closed");
  }

  @Test
  void anAnswerThatIsNoTermFailsTheCall() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    deliver(TestEndpointFactory.answering(request -> new Thread()), message);
    assertThat(message.events.get(0)).isInstanceOf(RuntimeException.class);
    assertThat(message.events).last().isEqualTo("closed");
  }

  @Test
  void anAnswerThatCannotBeSentIsNotAFailureOfTheListener() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD).whoseSenderIsGone();
    boolean reusable = deliver(TestEndpointFactory.answering(request -> Atom.OK), message);
    assertThat(reusable).isTrue();
    assertThat(message.events.get(0)).isInstanceOf(NodeDownException.class);
  }

  @Test
  void aRequestListenerThatLooksAtReplyToStillAnswersWithItsReturnValue() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    deliver(
        TestEndpointFactory.answering(request -> request.replyTo().isPresent() ? Atom.OK : PAYLOAD),
        message);
    assertThat(message.events).containsExactly(Atom.OK, "closed");
  }

  @Test
  void aRequestListenerThatHasRepliedDoesNotAnswerTwice() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    deliver(
        TestEndpointFactory.answering(
            request -> {
              request.replyTo().orElseThrow().reply(PAYLOAD);
              return Atom.OK;
            }),
        message);
    assertThat(message.events).containsExactly(PAYLOAD, "closed");
  }
}
