package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.BackpressureException;
import io.teleport.NodeName;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SendRoomTest {

  private static final NodeName NODE = NodeName.of("erl@host");

  private static SendRoom room(Duration timeout) {
    return new SendRoom(NODE, 100, timeout);
  }

  @Test
  void whoFindsNoRoomInTimeIsToldWhichSettingsCount() {
    SendRoom room = room(Duration.ofMillis(20));
    room.take(80);
    assertThatThrownBy(() -> room.take(21))
        .isInstanceOf(BackpressureException.class)
        .hasMessageContaining("erl@host")
        .hasMessageContaining("sendTimeout")
        .hasMessageContaining("sendQueue is 100");
  }

  @Test
  void whoWaitsGoesOnWhenThereIsRoom() throws Exception {
    SendRoom room = room(Duration.ofSeconds(20));
    room.take(80);
    CompletableFuture<Void> waits = CompletableFuture.runAsync(() -> room.take(50));
    room.giveBack(80);
    waits.get(10, TimeUnit.SECONDS);
    assertThat(waits).isCompleted();
  }

  @Test
  void aMessageLargerThanAllRoomGoesIfNothingElseWaits() {
    SendRoom room = room(Duration.ofMillis(20));
    room.take(1000);
    assertThatThrownBy(() -> room.take(1)).isInstanceOf(BackpressureException.class);
    room.giveBack(1000);
    room.take(1);
  }

  @Test
  void nobodyWaitsForAConnectionThatIsClosed() {
    SendRoom room = room(Duration.ofSeconds(20));
    room.take(100);
    room.close();
    room.take(100);
    assertThat(room).isNotNull();
  }
}
