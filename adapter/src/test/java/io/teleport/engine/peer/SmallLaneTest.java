package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.Frame;
import io.teleport.engine.frame.FrameEncoder;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.net.LinkWriter.Progress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/**
 * Frames on the control and small lanes, through sockets that take and give a few bytes at a time.
 */
class SmallLaneTest {

  private static final Destination ORDERS = new Destination.Name("orders");

  private final SendBudget budget = new SendBudget(1 << 20);

  @Property(tries = 200)
  void whatIsOfferedIsWrittenInOrderAndReadAgain(
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 3000) Integer> payloads,
      @ForAll @IntRange(min = 1, max = 5000) int most,
      @ForAll long seed)
      throws Exception {
    FrameWriter writer = new FrameWriter(ByteBuffer.allocate(1000));
    ThrottledChannel channel = new ThrottledChannel(seed, most);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    int number = 0;
    for (int payload : payloads) {
      byte[] frame = message(++number, payload);
      expected.writeBytes(frame);
      writer.offer(new QueuedFrame.Control(frame));
      if (number % 3 == 0) {
        writer.write(channel);
      }
    }
    while (writer.write(channel) != Progress.IDLE) {
      assertThat(writer.backlog()).isNotNegative();
    }
    assertThat(writer.backlog()).isZero();
    assertThat(channel.written()).isEqualTo(expected.toByteArray());

    List<Integer> lengths = new ArrayList<>();
    FrameReader reader =
        new FrameReader(
            4000, frame -> lengths.add(((Frame.Message) frame).payload().remaining()), () -> {});
    channel.toRead(channel.written());
    while (!channel.isAllRead()) {
      assertThat(reader.read(channel)).isTrue();
    }
    assertThat(lengths).isEqualTo(payloads);
  }

  @Test
  void aWriteOfNothingIsNoSignOfLife() throws Exception {
    FrameWriter writer = new FrameWriter(ByteBuffer.allocate(1000));
    ThrottledChannel channel = new ThrottledChannel(1, 5000);
    writer.write(channel);
    assertThat(writer.hasWritten()).isFalse();
    writer.offer(new QueuedFrame.Control(message(1, 10)));
    while (writer.write(channel) != Progress.IDLE) {
      // the channel takes a part
    }
    assertThat(writer.hasWritten()).isTrue();
    writer.write(channel);
    assertThat(writer.hasWritten()).isFalse();
  }

  @Test
  void theLongestFrameFitsAndOneByteMoreDoesNot() throws Exception {
    byte[] frame = message(1, 1000);
    ThrottledChannel channel = new ThrottledChannel(1, 100);
    channel.toRead(frame);
    List<Frame> frames = new ArrayList<>();
    FrameReader exact = new FrameReader(frame.length - 4, frames::add, () -> {});
    while (!channel.isAllRead()) {
      exact.read(channel);
    }
    assertThat(frames).hasSize(1);

    channel.toRead(frame);
    FrameReader shorter = new FrameReader(frame.length - 5, frames::add, () -> {});
    assertThatThrownBy(
            () -> {
              while (!channel.isAllRead()) {
                shorter.read(channel);
              }
            })
        .isInstanceOf(ProtocolViolationException.class)
        .hasMessageContaining(String.valueOf(frame.length - 4));
  }

  @Test
  void theBudgetComesBackWhenAMessageIsConfirmed() {
    SendBudget.Share share = budget.share();
    Told told = new Told();
    SmallSend send = send(share, told, true);
    FrameWriter writer = new FrameWriter(ByteBuffer.allocate(64));
    writer.offer(send);
    writer.discard();
    assertThat(share.taken()).as("it will be sent again").isPositive();

    send.confirmed();
    assertThat(share.taken()).isZero();
    assertThat(told.what).isEqualTo("confirmed");
  }

  @Test
  void aBestEffortMessageIsDoneWithWhenItIsWritten() throws Exception {
    SendBudget.Share share = budget.share();
    FrameWriter writer = new FrameWriter(ByteBuffer.allocate(64));
    List<Told> told = List.of(new Told(), new Told(), new Told());
    for (Told outcome : told) {
      writer.offer(send(share, outcome, false));
    }
    ThrottledChannel channel = new ThrottledChannel(3, 50);
    while (channel.written().length < 700) {
      writer.write(channel);
    }
    assertThat(told.get(0).what).isEqualTo("confirmed");

    writer.abandon();
    writer.discard();
    assertThat(told.get(1).what).as("it is half written").startsWith("lost").endsWith("certainly");
    assertThat(told.get(2).what).startsWith("lost").endsWith("certainly");
    assertThat(share.taken()).isZero();
    assertThat(writer.backlog()).isZero();
  }

  private SmallSend send(SendBudget.Share share, Told told, boolean isConfirmed) {
    byte[] frame = message(1, 500);
    try {
      assertThat(share.acquire(SmallSend.charge(frame.length), 0)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return new SmallSend(frame, frame.length, went -> {}, share, told, isConfirmed);
  }

  @Test
  void aMessageThatNeverWentCertainlyWasNotDelivered() {
    Told told = new Told();
    send(budget.share(), told, true).lost("cut");
    assertThat(told.what).isEqualTo("lost: cut, certainly");
  }

  @Test
  void aMessageThatNoSocketTookCertainlyWasNotDelivered() {
    Told told = new Told();
    SmallSend send = send(budget.share(), told, true);
    send.go();
    send.lost("cut");
    assertThat(told.what).isEqualTo("lost: cut, certainly");
  }

  @Test
  void onlyWhatWasHandedToASocketAsAWholeMayHaveBeenDelivered() throws Exception {
    FrameWriter writer = new FrameWriter(ByteBuffer.allocate(64));
    List<Told> told = List.of(new Told(), new Told(), new Told());
    List<SmallSend> sends = new ArrayList<>();
    for (Told outcome : told) {
      SmallSend send = send(budget.share(), outcome, true);
      send.go();
      writer.offer(send);
      sends.add(send);
    }
    ThrottledChannel channel = new ThrottledChannel(3, 50);
    while (channel.written().length < 700) {
      writer.write(channel);
    }
    writer.abandon();
    writer.discard();
    sends.forEach(send -> send.lost("cut"));
    assertThat(told.get(0).what).isEqualTo("lost: cut, perhaps");
    assertThat(told.get(1).what).as("it is half written").isEqualTo("lost: cut, certainly");
    assertThat(told.get(2).what).isEqualTo("lost: cut, certainly");
  }

  private static byte[] message(int number, int payload) {
    byte[] frame = new byte[FrameEncoder.messageHeadroom(ORDERS, false) + payload];
    FrameEncoder.message(frame, MessageKind.SEND, 0, ORDERS, -1, payload);
    FrameEncoder.number(frame, number);
    return frame;
  }
}
