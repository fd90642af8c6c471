package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.etf.TermEncoder;
import io.teleport.term.Binary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a socket of the teleport library may be closed because it has nothing left to write. */
class BulkSocketWriterTest {

  private final List<OutgoingMessage> handedBack = new ArrayList<>();
  private final BulkSocketWriter writer = new BulkSocketWriter(handedBack::add);

  private static BulkMessage message() {
    return new BulkMessage(
        new byte[] {106},
        new OutgoingMessage(
            new byte[0],
            OutgoingMessage.NO_PREFIX,
            new TermEncoder().write(Binary.wrap(new byte[100_000]), 0),
            Departure.UNTOLD));
  }

  @Test
  void aWriterThatHasRetiredTakesNoMessage() {
    assertThat(writer.retire()).isTrue();
    assertThat(writer.offer(message())).isFalse();
    assertThat(writer.backlog()).isZero();
    assertThat(writer.retire()).as("again").isTrue();
  }

  @Test
  void aWriterWithAMessageDoesNotRetireBeforeThatHasLeft() {
    assertThat(writer.offer(message())).isTrue();
    assertThat(writer.retire()).isFalse();
    writer.discard();
    assertThat(handedBack).hasSize(1);
    assertThat(writer.retire()).isTrue();
  }
}
