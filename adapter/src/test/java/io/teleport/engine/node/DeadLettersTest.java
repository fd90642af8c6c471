package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.DeadLetter;
import io.teleport.MessageTooLargeException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.Terms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a node does with messages that do not reach anybody. */
@Timeout(60)
class DeadLettersTest {

  @RegisterExtension final Nodes nodes = new Nodes();
  @TempDir Path directory;

  private final Inboxes.Held letters = new Inboxes.Held();
  private LocalNode alpha;
  private LocalNode beta;

  @BeforeEach
  void startTwoNodes() {
    beta = nodes.start("beta@127.0.0.1");
    alpha =
        nodes.start(
            "alpha@127.0.0.1",
            s -> {
              s.peer(beta.name(), Nodes.addressOf(beta));
              s.deadLetterQueue(64 << 10);
            });
  }

  private Address nobody() {
    return Address.of("nobody", beta.name());
  }

  private void send(Object message) {
    alpha.send(nobody(), MessageKind.SEND, Sendable.ofValue(message));
  }

  private DeadLetter nextLetter() throws InterruptedException {
    return Terms.as(letters.nextTerm(), DeadLetter.class);
  }

  private void awaitDeadLetters(int count) {
    Nodes.await(count + " dead letters", () -> alpha.counters().get(Count.DEAD_LETTERS) == count);
  }

  @Test
  void theListenerGetsDestinationReasonAndPayload() throws Exception {
    alpha.register(DeadLetter.LISTENER, letters);
    send("what became of me?");
    DeadLetter letter = nextLetter();
    assertThat(Address.parse(letter.destination())).isEqualTo(nobody());
    assertThat(letter.reason()).contains("nothing is registered as {nobody, 'beta@127.0.0.1'}");
    assertThat(letter.side()).isEqualTo(DeadLetter.Side.SENDER);
    assertThat(letter.payload()).contains(Binary.utf8("what became of me?"));
    assertThat(letter.size()).isEqualTo(1 + 1 + 4 + 18);
  }

  @Test
  void aLetterIsAMessageOfTheLocalNode() throws Exception {
    alpha.register(DeadLetter.LISTENER, letters);
    send("x");
    try (InboundMessage message = letters.next()) {
      assertThat(message.kind()).isEqualTo(MessageKind.SEND);
      assertThat(message.sender()).isEqualTo(alpha.name());
      assertThat(message.destination()).isEqualTo(Address.of(DeadLetter.LISTENER, alpha.name()));
      assertThat(message.responder()).isEmpty();
      assertThat(message.size()).isPositive();
    }
  }

  @Test
  void aLetterCanBePassedOnToTheListenerOfAnotherNode() throws Exception {
    alpha.register(DeadLetter.LISTENER, letters);
    Inboxes.Held central = new Inboxes.Held();
    beta.register(DeadLetter.LISTENER, central);
    send("x");
    try (InboundMessage message = letters.next()) {
      alpha.send(Address.of(DeadLetter.LISTENER, beta.name()), MessageKind.SEND, message);
    }
    assertThat(Terms.as(central.nextTerm(), DeadLetter.class).payload()).contains(Binary.utf8("x"));
  }

  @Test
  void whatFailsOnItsWayToAListenerDoesNotComeBack() throws Exception {
    alpha.register(DeadLetter.LISTENER, letters);
    alpha.send(
        Address.of(DeadLetter.LISTENER, beta.name()), MessageKind.SEND, Sendable.ofValue("x"));
    awaitDeadLetters(1);
    send("y");
    assertThat(nextLetter().payload()).contains(Binary.utf8("y"));
    assertThat(letters.isEmpty()).isTrue();
  }

  @Test
  void aLargeMessageIsALetterWithoutItsPayload() throws Exception {
    alpha.register(DeadLetter.LISTENER, letters);
    send(new byte[200_000]);
    DeadLetter letter = nextLetter();
    assertThat(letter.payload()).isEmpty();
    assertThat(letter.size()).isGreaterThan(200_000);
  }

  @Test
  void aFailedMessageWithAStageIsOneDeadLetter() throws Exception {
    alpha.register(DeadLetter.LISTENER, letters);
    var stage =
        alpha.sendAsync(nobody(), MessageKind.SEND, Sendable.ofValue("x"), Passage.CONFIRMED);
    Nodes.await("the stage fails", () -> stage.toCompletableFuture().isCompletedExceptionally());
    nextLetter();
    assertThat(letters.isEmpty()).isTrue();
    assertThat(alpha.counters().get(Count.DEAD_LETTERS)).isEqualTo(1);
    assertThat(beta.counters().get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void whatTheReceiverHadConfirmedIsALetterThere() throws Exception {
    beta.register(DeadLetter.LISTENER, letters);
    Inboxes.Held orders = new Inboxes.Held();
    beta.register("orders", orders);
    alpha.send(Address.of("orders", beta.name()), MessageKind.SEND, new Atom("x"));
    try (InboundMessage message = orders.next()) {
      beta.deadLetter(message, "nobody has time");
    }
    DeadLetter letter = nextLetter();
    assertThat(letter.side()).isEqualTo(DeadLetter.Side.RECEIVER);
    assertThat(letter.payload()).contains(new Atom("x"));
    assertThat(letter.reason()).isEqualTo("nobody has time");
  }

  @Test
  void aBestEffortMessageToNobodyIsALetterOfTheReceiver() throws Exception {
    beta.register(DeadLetter.LISTENER, letters);
    alpha.send(nobody(), MessageKind.SEND, Sendable.ofValue("x"), Passage.BEST_EFFORT);
    DeadLetter letter = nextLetter();
    assertThat(Address.parse(letter.destination())).isEqualTo(nobody());
    assertThat(letter.reason()).contains("nothing is registered as {nobody, 'beta@127.0.0.1'}");
    assertThat(letter.side()).isEqualTo(DeadLetter.Side.RECEIVER);
    assertThat(letter.payload()).contains(Binary.utf8("x"));
    assertThat(letter.size()).isEqualTo(7);
    assertThat(beta.counters().get(Count.DEAD_LETTERS)).isEqualTo(1);
    assertThat(beta.counters().get(Count.MESSAGES_REFUSED)).isEqualTo(1);
    assertThat(alpha.counters().get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void aBestEffortMessageToAProcessThatHasEndedIsALetterOfTheReceiver() throws Exception {
    beta.register(DeadLetter.LISTENER, letters);
    Mailbox mailbox = beta.openMailbox();
    mailbox.close();
    Address to = Address.of(mailbox.pid());
    alpha.send(to, MessageKind.SEND, Sendable.ofValue("x"), Passage.BEST_EFFORT);
    assertThat(nextLetter().destination()).isEqualTo(to.toString());
  }

  @Test
  void bestEffortToNobodyKeepsItsCredit() throws Exception {
    int count = 500;
    for (int i = 0; i < count; i++) {
      byte[] message = new byte[50_000];
      alpha.send(nobody(), MessageKind.SEND, Sendable.ofValue(message), Passage.BEST_EFFORT);
    }
    Nodes.await("all came", () -> beta.counters().get(Count.DEAD_LETTERS) == count);
  }

  @Test
  void aMessageThatIsTooLargeForAProcessIsALetterWhereItLies() throws Exception {
    LocalNode small =
        nodes.start(
            "small@127.0.0.1",
            s -> s.maxMessage(100_000).peer(alpha.name(), Nodes.addressOf(alpha)));
    small.register(DeadLetter.LISTENER, letters);
    Mailbox mailbox = small.openMailbox();
    LocalNode sender = nodes.start("sender@127.0.0.1", Nodes.knowing(small));
    sender.send(
        Address.of(mailbox.pid()),
        MessageKind.SEND,
        Sendable.ofValue(Binary.wrap(new byte[200_000])));
    assertThatThrownBy(() -> mailbox.receive(Duration.ofSeconds(20)))
        .isInstanceOf(MessageTooLargeException.class);
    assertThat(nextLetter().reason()).contains("maxMessage is 100000");
  }

  @Test
  void whatNobodyTakesIsCountedAsRefusedByTheReceiver() throws Exception {
    send("x");
    awaitDeadLetters(1);
    assertThat(beta.counters().get(Count.MESSAGES_REFUSED)).isEqualTo(1);
    send(new byte[200_000]);
    awaitDeadLetters(2);
    assertThat(beta.counters().get(Count.MESSAGES_REFUSED)).isEqualTo(2);
    assertThat(beta.counters().get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void aListenerThatDoesNotKeepUpLosesPayloadsFirstAndThenLetters() throws Exception {
    alpha.register(DeadLetter.LISTENER, letters);
    int count = 300;
    for (int i = 0; i < count; i++) {
      send(new byte[10_000]);
    }
    awaitDeadLetters(count);
    int kept = letters.count();
    assertThat(kept).isBetween(10, 150);
    assertThat(alpha.counters().get(Count.DEAD_LETTERS_NOT_SEEN)).isEqualTo(count - kept);
    int withPayload = 0;
    for (int i = 0; i < kept; i++) {
      withPayload += nextLetter().payload().isPresent() ? 1 : 0;
    }
    assertThat(withPayload).as("half of the room is for payloads").isBetween(2, 3);

    send("again");
    assertThat(nextLetter().payload()).as("there is room again").isPresent();
  }

  @Test
  void aPayloadThatIsNoTermIsLeftOut() throws Exception {
    alpha.register(DeadLetter.LISTENER, letters);
    alpha.send(
        nobody(),
        MessageKind.SEND,
        (encoder, headroom) -> {
          byte[] bytes = new byte[headroom + 3];
          return new io.teleport.engine.net.GatherList(
              List.of(new io.teleport.engine.net.Segment.Heap(bytes, 0, bytes.length)),
              headroom,
              3,
              0,
              null);
        });
    DeadLetter letter = nextLetter();
    assertThat(letter.payload()).isEmpty();
    assertThat(letter.size()).isEqualTo(3);
  }

  @Test
  void aFlightRecordingShowsIt() throws IOException {
    Path file = directory.resolve("letters.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("io.teleport.DeadLetter");
      recording.start();
      send("x");
      awaitDeadLetters(1);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events)
        .filteredOn(event -> event.getEventType().getName().equals("io.teleport.DeadLetter"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getString("destination")).isEqualTo(nobody().toString());
              assertThat(event.getString("reason")).contains("nothing is registered");
              assertThat(event.getString("side")).isEqualTo("sender");
              assertThat(event.getLong("size")).isEqualTo(7);
            });
  }
}
