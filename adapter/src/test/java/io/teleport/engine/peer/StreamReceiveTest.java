package io.teleport.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.engine.net.ChunkPool;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** The ends of a stream that is received, in any order. */
class StreamReceiveTest {

  private static final int SIZE = 1 << 20;

  private final ChunkPool memory = new ChunkPool(8L << 20, true);
  private final StreamReceive stream =
      StreamReceive.of(SIZE, 4 * ChunkPool.CHUNK_SIZE, memory, upTo -> {}, () -> {});

  private void assertNothingIsHeld() {
    assertThat(memory.chunksCommitted()).isZero();
  }

  @Test
  void whatNobodyHasReadCanBeGivenBackAndThenFail() {
    stream.close();
    stream.fail("the node was restarted");
    stream.fail("once more");
    assertNothingIsHeld();
  }

  @Test
  void whatHasFailedCanFailAgainAndBeGivenBack() {
    stream.fail("the node was restarted");
    stream.fail("once more");
    stream.close();
    assertThat(stream.isEnded()).isFalse();
    assertNothingIsHeld();
  }

  @Test
  void whatIsReadCanBeGivenBackAndThenFail() throws Exception {
    try (InputStream in = stream.openStream()) {
      assertThat(in).isNotNull();
      stream.close();
      stream.fail("the node was restarted");
    }
    assertNothingIsHeld();
  }

  @Test
  void whoReadsWhatHasFailedIsToldWhy() throws Exception {
    stream.fail("the node was restarted");
    try (InputStream in = stream.openStream()) {
      assertThatThrownBy(in::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the node was restarted");
    }
    stream.close();
    assertNothingIsHeld();
  }
}
