package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.Address;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A peer that knows the cookie and then breaks the protocol: it loses its pool, and nobody else
 * notices.
 */
@Timeout(60)
class HostilePeerTest {

  private static final byte[] ATOM_X = {(byte) 131, 119, 1, 'x'};
  private static final int MIB = 1 << 20;

  @RegisterExtension final Nodes nodes = new Nodes();

  private final Inboxes.Held inbox = new Inboxes.Held();
  private LocalNode node;
  private static final Destination ORDERS = new Destination.Name("orders");
  private static final Destination NOBODY = new Destination.Name("nobody");
  private LocalNode friend;
  private RawPeer hostile;

  @BeforeEach
  void startANodeWithAFriendAndAFoe() throws IOException {
    node = nodes.start("node@127.0.0.1");
    node.register("orders", inbox);
    friend = nodes.start("friend@127.0.0.1", Nodes.knowing(node));
    assertThat(friend.ping(node.name())).isTrue();
    hostile = RawPeer.join(node, "hostile@127.0.0.1");
  }

  @AfterEach
  void theFriendIsServedStill() throws Exception {
    hostile.close();
    friend.send(Address.of("orders", node.name()), MessageKind.SEND, new Atom("friendly"));
    assertThat(inbox.nextTerm()).isEqualTo(new Atom("friendly"));
    assertThat(friend.counters().get(Count.POOLS_LOST)).isZero();
    assertThat(friend.counters().get(Count.DEAD_LETTERS)).isZero();
  }

  @Test
  void aPeerThatBehavesIsServed() throws Exception {
    hostile.small.write(RawPeer.message(1, "orders", ATOM_X));
    assertThat(inbox.nextTerm()).isEqualTo(new Atom("x"));
    assertThat(hostile.control.read(Frame.Receipt.class).ranges()).containsExactly(1, 1);

    hostile.control.write(RawPeer.open(2, "orders", 100_000));
    assertThat(hostile.control.read(Frame.Allow.class)).isEqualTo(new Frame.Allow(2, 0, 100_000));
    hostile.bulk.write(RawPeer.fragment(2, false, 60_000));
    hostile.bulk.write(RawPeer.fragment(2, true, 40_000));
    assertThat(inbox.nextTerm()).isEqualTo(Binary.wrap(new byte[100_000]));
    assertThat(hostile.control.read(Frame.Receipt.class).ranges()).containsExactly(2, 2);
    assertNoViolation();
  }

  @Test
  void aFrameLongerThanTheLimit() throws Exception {
    hostile.small.write(ByteBuffer.allocate(4).putInt(65_536 + 2049).array());

    assertViolation();
  }

  @Test
  void aFrameWithoutABody() throws Exception {
    hostile.small.write(new byte[4]);

    assertViolation();
  }

  @Test
  void aNegativeLength() throws Exception {
    hostile.control.write(new byte[] {-1, -1, -1, -1, 0x10});

    assertViolation();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x01, 0x03, 0x16, 0x23, 0x26, 0x7F, 131, 0xFF})
  void aFrameOfATypeThatMustNotCome(int type) throws Exception {
    hostile.small.write(new byte[] {0, 0, 0, 1, (byte) type});

    assertViolation();
  }

  @Test
  void aFrameLongerThanTheLimitOnABulkSocket() throws Exception {
    hostile.bulk.write(new byte[] {0x7F, -1, -1, -1, 0x10});

    assertViolation();
  }

  @Test
  void aFragmentLongerThanTheLimit() throws Exception {
    byte[] header = Arrays.copyOf(RawPeer.fragment(1, false, MIB + 1), 14);
    hostile.bulk.write(header);

    assertViolation();
  }

  @Test
  void aFragmentOfAMessageThatNobodyKnowsIsPassedOver() throws Exception {
    hostile.bulk.write(RawPeer.fragment(77, false, 300_000));
    hostile.bulk.write(RawPeer.fragment(77, true, 0));
    hostile.bulk.write(FrameEncoder.ping(5));

    assertThat(hostile.control.read(Frame.Pong.class)).isEqualTo(new Frame.Pong(5));
    assertNoViolation();
  }

  @Test
  void otherFramesMayComeOnABulkSocketByteByByte() throws Exception {
    ByteBuffer frames = ByteBuffer.allocate(100);
    frames.put(FrameEncoder.tick()).put(RawPeer.fragment(77, false, 20));
    frames.put(FrameEncoder.ping(6)).put(RawPeer.fragment(77, true, 1)).put(FrameEncoder.ping(7));
    for (int i = 0; i < frames.position(); i++) {
      hostile.bulk.write(new byte[] {frames.get(i)});
    }

    assertThat(hostile.control.read(Frame.Pong.class)).isEqualTo(new Frame.Pong(6));
    assertThat(hostile.control.read(Frame.Pong.class)).isEqualTo(new Frame.Pong(7));
    assertNoViolation();
  }

  @Test
  void fragmentsBeforeTheyAreAllowed() throws Exception {
    hostile.control.write(RawPeer.open(1, "orders", 64L * MIB));
    try (InboundMessage unread = inbox.next()) {
      hostile.bulk.writeUntilClosed(RawPeer.fragment(1, false, 1000));
      assertViolation();
      assertThat(unread.size()).isEqualTo(64L * MIB + 6);
    }
  }

  @Test
  void moreOfAStreamThanIsAllowed() throws Exception {
    hostile.control.write(RawPeer.open(1, "orders", 64L * MIB));
    try (InboundMessage message = inbox.next();
        InputStream in = ((Binary) message.decode()).openStream()) {
      long allowed = hostile.control.read(Frame.Allow.class).upTo();
      for (long sent = 0; sent < allowed; sent += MIB) {
        hostile.bulk.write(RawPeer.fragment(1, false, MIB));
      }
      hostile.bulk.writeUntilClosed(RawPeer.fragment(1, false, 1));
      assertViolation();
      assertThat(in).isNotNull();
    }
  }

  @Test
  void moreBytesThanAnnounced() throws Exception {
    hostile.control.write(RawPeer.open(1, "orders", 100_000));
    hostile.control.read(Frame.Allow.class);
    hostile.bulk.writeUntilClosed(RawPeer.fragment(1, false, 70_000));
    hostile.bulk.writeUntilClosed(RawPeer.fragment(1, false, 30_001));

    assertViolation();
  }

  @Test
  void fewerBytesThanAnnounced() throws Exception {
    hostile.control.write(RawPeer.open(1, "orders", 100_000));
    hostile.control.read(Frame.Allow.class);
    hostile.bulk.write(RawPeer.fragment(1, true, 99_999));

    assertViolation();
  }

  @Test
  void anAnnouncementOfNothing() throws Exception {
    hostile.control.write(RawPeer.open(1, "orders", 0));

    assertViolation();
  }

  @Test
  void whatIsAnnouncedTwiceIsOneMessage() throws Exception {
    hostile.control.write(RawPeer.open(1, "orders", 100_000));
    hostile.control.write(RawPeer.open(1, "orders", 100_000));
    hostile.control.read(Frame.Allow.class);
    hostile.bulk.write(RawPeer.fragment(1, true, 100_000));
    assertThat(inbox.nextTerm()).isEqualTo(Binary.wrap(new byte[100_000]));
    hostile.control.write(RawPeer.open(1, "orders", 100_000));
    hostile.small.write(RawPeer.message(2, "orders", ATOM_X));

    assertThat(inbox.nextTerm()).isEqualTo(new Atom("x"));
    assertNoViolation();
  }

  @Test
  void aMessageThatComesTwiceIsConfirmedTwiceAndDeliveredOnce() throws Exception {
    hostile.small.write(RawPeer.message(1, "orders", ATOM_X));
    assertThat(hostile.control.read(Frame.Receipt.class).ranges()).containsExactly(1, 1);
    hostile.small.write(RawPeer.message(1, "orders", ATOM_X));
    assertThat(hostile.control.read(Frame.Receipt.class).ranges()).containsExactly(1, 1);

    assertThat(inbox.nextTerm()).isEqualTo(new Atom("x"));
    assertThat(inbox.isEmpty()).isTrue();
    assertThat(node.counters().get(Count.DUPLICATES)).isEqualTo(1);
    assertNoViolation();
  }

  @Test
  void aMessageBeforeTheBegin() throws Exception {
    hostile.close();
    hostile = RawPeer.joinSilently(node, "rude@127.0.0.1");
    hostile.small.write(RawPeer.message(1, "orders", ATOM_X));

    assertViolation();
    assertThat(inbox.isEmpty()).isTrue();
  }

  @Test
  void moreThanTheCredit() throws Exception {
    byte[] payload = new byte[60_000];
    for (int i = 1; i <= 100; i++) {
      hostile.small.writeUntilClosed(RawPeer.message(i, "orders", payload));
    }

    assertViolation();
    int taken = 0;
    while (!inbox.isEmpty()) {
      inbox.next().close();
      taken++;
    }
    assertThat(taken).as("messages of 60 KB within a window of 4 MiB").isBetween(1, 69);
  }

  @Test
  void messagesToMoreNamesThanANodeRemembers() throws Exception {
    int most = 1 << 16;
    byte[] payload = ATOM_X;
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    for (int i = 1; i <= most; i++) {
      batch.write(RawPeer.message(i, "nobody " + i, payload));
      if (batch.size() > 60_000 || i == most) {
        hostile.small.write(batch.toByteArray());
        batch.reset();
      }
    }
    Nodes.await("all are refused", () -> node.counters().get(Count.MESSAGES_REFUSED) == most);
    assertNoViolation();
    hostile.small.writeUntilClosed(RawPeer.message(most + 1, "one more", payload));
    assertViolation();
  }

  @Test
  void anEndOfWhatItSendsToANameThatHasMessagesOfIt() throws Exception {
    hostile.small.write(RawPeer.message(1, "orders", ATOM_X));
    try (InboundMessage message = inbox.next()) {
      hostile.control.write(FrameEncoder.close(new Frame.Close(ORDERS, false)));
      assertViolation();
      assertThat(message.size()).isEqualTo(4);
    }
  }

  @Test
  void anEndOfWhatItNeverSent() throws Exception {
    hostile.control.write(FrameEncoder.close(new Frame.Close(NOBODY, true)));
    assertThat(hostile.control.read(Frame.Closed.class)).isEqualTo(new Frame.Closed(NOBODY, true));
    assertNoViolation();
  }

  @Test
  void aFrameOfTheControlLaneOnABulkSocket() throws Exception {
    hostile.bulk.write(FrameEncoder.begin(8, 1));

    assertViolation();
  }

  @Test
  void aReceiptForAMessageThatWasNeverSent() throws Exception {
    hostile.control.write(FrameEncoder.receipt(new long[] {1, 1}, 2));

    assertViolation();
  }

  @Test
  void aRejectionAnAllowanceAndAnAbortOfUnknownMessagesMeanNothing() throws Exception {
    hostile.control.write(FrameEncoder.reject(5, RejectCode.ENOUGH, ""));
    hostile.control.write(FrameEncoder.allow(5, 0, Long.MAX_VALUE));
    hostile.control.write(FrameEncoder.abort(new Frame.Abort(5, 0, ORDERS, 0, "gone")));
    hostile.control.write(FrameEncoder.credit(new Frame.Credit(NOBODY, false, Long.MAX_VALUE, -1)));
    hostile.control.write(FrameEncoder.pong(5));
    hostile.control.write(FrameEncoder.ping(8));

    assertThat(hostile.control.read(Frame.Pong.class)).isEqualTo(new Frame.Pong(8));
    assertNoViolation();
  }

  @Test
  void anAnswerThatNobodyWaitsForIsNotWanted() throws Exception {
    hostile.small.write(
        RawPeer.message(1, MessageKind.REPLY, 99, Destination.Caller.INSTANCE, ATOM_X));

    assertThat(hostile.control.read(Frame.Reject.class))
        .isEqualTo(new Frame.Reject(1, RejectCode.ENOUGH, ""));
    assertNoViolation();
  }

  @Test
  void aMessageToNobodyIsRejectedAndItsCreditComesBack() throws Exception {
    byte[] payload = new byte[60_000];
    for (int number = 1; number <= 20; number++) {
      hostile.small.write(RawPeer.message(number, "nobody", payload));
    }

    assertThat(hostile.control.read(Frame.Reject.class))
        .isEqualTo(new Frame.Reject(1, RejectCode.NO_SUCH_NAME, ""));
    Frame.Credit credit = hostile.control.read(Frame.Credit.class);
    assertThat(credit.destination()).isEqualTo(NOBODY);
    assertThat(credit.granted()).as("4 MiB, and a part of 20 messages").isGreaterThan(5 * MIB);
  }

  @Test
  void aTruncatedFrameAndThenTheEnd() throws Exception {
    byte[] message = RawPeer.message(1, "orders", ATOM_X);
    hostile.small.write(Arrays.copyOf(message, message.length - 1));
    hostile.small.close();

    hostile.awaitClosedButSmall();
    Nodes.await("the pool is lost", () -> node.counters().get(Count.POOLS_LOST) == 1);
    assertNoViolation();
    assertThat(inbox.isEmpty()).isTrue();
  }

  @Test
  void aMessageCutInHalfGivesItsMemoryBack() throws Exception {
    hostile.control.write(RawPeer.open(1, "orders", 10L * MIB));
    hostile.control.read(Frame.Allow.class);
    hostile.bulk.write(RawPeer.fragment(1, false, MIB));
    Nodes.await("some has arrived", () -> node.memory().chunksOut() > 0);
    hostile.bulk.reset();

    Nodes.await("the memory is back", () -> node.memory().chunksCommitted() == 0);
    assertThat(inbox.isEmpty()).isTrue();
  }

  @Test
  void anAbortedMessageGivesItsMemoryBackAndThePoolGoesOn() throws Exception {
    hostile.control.write(RawPeer.open(1, "orders", 10L * MIB));
    hostile.control.read(Frame.Allow.class);
    hostile.bulk.write(RawPeer.fragment(1, false, MIB));
    hostile.control.write(FrameEncoder.abort(new Frame.Abort(1, 0, ORDERS, 40, "changed my mind")));

    Nodes.await("the memory is back", () -> node.memory().chunksCommitted() == 0);
    hostile.bulk.write(RawPeer.fragment(1, true, MIB));
    hostile.small.write(RawPeer.message(2, "orders", ATOM_X));
    assertThat(inbox.nextTerm()).isEqualTo(new Atom("x"));
    assertNoViolation();
  }

  @Test
  void anAbortedStreamFailsForWhoReadsItWithTheReason() throws Exception {
    hostile.control.write(RawPeer.open(1, "orders", 64L * MIB));
    try (InboundMessage message = inbox.next();
        InputStream in = ((Binary) message.decode()).openStream()) {
      hostile.control.read(Frame.Allow.class);
      hostile.bulk.write(RawPeer.fragment(1, false, 1000));
      assertThat(in.readNBytes(1000)).hasSize(1000);
      hostile.control.write(
          FrameEncoder.abort(new Frame.Abort(1, 0, ORDERS, 40, "the disk failed")));

      org.assertj.core.api.Assertions.assertThatThrownBy(in::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the disk failed");
    }
    assertNoViolation();
  }

  @Test
  void aPayloadThatIsNoTermIsTheListenersToRefuse() throws Exception {
    hostile.small.write(RawPeer.message(1, "orders", new byte[] {1, 2, 3}));

    try (InboundMessage message = inbox.next()) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> message.decode())
          .isInstanceOf(io.teleport.term.MalformedTermException.class);
    }
    assertNoViolation();
  }

  @Test
  void socketsOfAPoolThatIsNeverCompleteAreClosed() throws Exception {
    LocalNode impatient =
        nodes.start(
            "impatient@127.0.0.1",
            settings -> settings.connectTimeout(java.time.Duration.ofMillis(200)));
    RawSocket lonely = RawPeer.joinHalf(impatient, "half@127.0.0.1");

    lonely.awaitClosed();
    assertThat(impatient.nodes()).isEmpty();
    lonely.close();
  }

  private void assertViolation() {
    hostile.awaitClosed();
    Nodes.await("it is counted", () -> node.counters().get(Count.PROTOCOL_VIOLATIONS) == 1);
    Nodes.await(
        "the hostile node is down", () -> node.nodes().equals(java.util.Set.of(friend.name())));
  }

  private void assertNoViolation() {
    assertThat(node.counters().get(Count.PROTOCOL_VIOLATIONS)).isZero();
  }
}
