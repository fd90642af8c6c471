package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.NodeDownException;
import io.teleport.ReplyTo;
import io.teleport.TeleportMessage;
import io.teleport.adapter.TestEndpointFactory;
import io.teleport.adapter.TestTransactions;
import io.teleport.engine.frame.MessageKind;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.BinaryContent;
import io.teleport.term.PayloadReleasedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.transaction.RollbackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one delivery does to whoever waits for an answer. */
class DeliveryTest {

  private static final Atom PAYLOAD = Atom.of("request");

  private final TestTransactions transactions = new TestTransactions();
  private final List<TestEndpointFactory> factories = new ArrayList<>();

  /** Delivers a message, and closes it. */
  private Delivery.Result deliver(TestEndpointFactory factory, RecordedMessage message)
      throws Exception {
    factories.add(factory);
    MessageEndpoint endpoint = factory.createEndpoint(null);
    Delivery delivery =
        new Delivery(new Transactions(transactions), new InboundLog("orders", System::nanoTime));
    try (InboundTeleportMessage received = new InboundTeleportMessage(message)) {
      return delivery.deliver(endpoint, received);
    }
  }

  @AfterEach
  void endpointsWereUsedAsTheyMustBe() {
    factories.forEach(factory -> assertThat(factory.violations()).isEmpty());
  }

  @Test
  void aMessageIsOfNoUseWhenTheListenerHasReturned() throws Exception {
    List<TeleportMessage> kept = new ArrayList<>();
    Delivery.Result result =
        deliver(TestEndpointFactory.of(kept::add), new RecordedMessage(MessageKind.SEND, PAYLOAD));
    assertThat(result).isInstanceOf(Delivery.Returned.class);
    assertThatThrownBy(() -> kept.get(0).payload()).isInstanceOf(PayloadReleasedException.class);
  }

  /** Content of an application that fails when it is read. */
  private static final class Broken implements BinaryContent {
    @Override
    public long size() {
      return 3;
    }

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public InputStream openStream() {
      throw new NoClassDefFoundError("a test");
    }

    @Override
    public void writeTo(WritableByteChannel target) {
      throw new NoClassDefFoundError("a test");
    }
  }

  @Test
  void anAnswerWhoseContentFailsWithAnErrorIsToldToTheCaller() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    Delivery.Result result =
        deliver(TestEndpointFactory.answering(request -> Binary.of(new Broken())), message);
    assertThat(result).isInstanceOf(Delivery.Returned.class);
    assertThat(message.events.get(0)).isInstanceOf(NoClassDefFoundError.class);
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
  void whatTheListenerThrowsGoesToTheCaller() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    IOException thrown = new IOException("disk full");
    Delivery.Result result =
        deliver(
            TestEndpointFactory.answering(
                request -> {
                  throw thrown;
                }),
            message);
    assertThat(result).isEqualTo(new Delivery.Failed(thrown));
    assertThat(message.events).containsExactly(thrown, "closed");
  }

  @Test
  void anErrorOfTheListenerEndsTheDeliveryAndNotTheThread() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.SEND, PAYLOAD);
    Delivery.Result result =
        deliver(
            TestEndpointFactory.of(
                received -> {
                  throw new StackOverflowError();
                }),
            message);
    assertThat(result).isInstanceOf(Delivery.Failed.class);
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
  void aTransactionThatIsRolledBackInSilenceFailsTheCall() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    Delivery.Result result =
        deliver(
            TestEndpointFactory.answering(
                    request -> {
                      transactions.setRollbackOnly();
                      return Atom.OK;
                    })
                .required(transactions),
            message);
    assertThat(result)
        .isInstanceOfSatisfying(
            Delivery.Failed.class,
            failed -> assertThat(failed.failure()).isInstanceOf(RollbackException.class));
    assertThat(message.events.get(0)).isInstanceOf(RollbackException.class);
    assertThat(transactions.rolledBack()).isEqualTo(1);
  }

  @Test
  void anAnswerIsSentAfterTheTransactionWasCommitted() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    TestEndpointFactory factory =
        TestEndpointFactory.answering(
                request -> {
                  assertThat(transactions.getTransactionKey()).isNotNull();
                  return Atom.OK;
                })
            .required(transactions);
    assertThat(deliver(factory, message)).isInstanceOf(Delivery.Returned.class);
    assertThat(message.events).containsExactly(Atom.OK, "closed");
    assertThat(transactions.committed()).isEqualTo(1);
  }

  @Test
  void aDeliveryThatTheContainerDoesNotLetBeginIsNoFailureOfTheListener() throws Exception {
    RecordedMessage message = new RecordedMessage(MessageKind.CALL, PAYLOAD);
    Delivery.Result result =
        deliver(TestEndpointFactory.answering(request -> Atom.OK).refuseToBegin(1), message);
    assertThat(result).isInstanceOf(Delivery.NotBegun.class);
    assertThat(message.events).containsExactly("closed");
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
    Delivery.Result result = deliver(TestEndpointFactory.answering(request -> Atom.OK), message);
    assertThat(result).isInstanceOf(Delivery.Returned.class);
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
