package io.teleport.engine.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.BinaryContent;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.InputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** How the decoder puts the tail of a message back into its term. */
class TailTest {

  private static final BinaryContent TEN = new BinaryContent.Heap(Samples.bytes(10), 0, 10);

  @Test
  void aBinaryWhoseHeaderEndsTheEnvelopeIsTheTail() {
    Tuple term = (Tuple) decode("8368027702" + "6f6b" + "6d0000000a", TEN);
    assertThat(((Binary) term.get(1)).content()).isEqualTo(TEN);
  }

  @Test
  void theTailIsFoundInChunksToo() {
    ChunkPool pool = new ChunkPool(1 << 20, true);
    ChunkList memory = Samples.chunks(pool, HexFormat.of().parseHex("836d0000000a" + "ffff"));
    assertThat(TermDecoder.decode(memory, 6, DecodeLimits.DEFAULT, TEN)).isEqualTo(Binary.of(TEN));
    memory.release();
    assertThat(pool.chunksCommitted()).isZero();
  }

  @Test
  void aTailOfAnotherLengthThanAnnouncedIsRefused() {
    assertRefused("836d0000000b", TEN, "11 bytes, and the tail has 10");
  }

  @Test
  void aTermThatDoesNotEndInABinaryRefusesATail() {
    assertRefused("83616d", TEN, "does not end in a binary");
    assertRefused("836802" + "6d0000000161" + "6101", TEN, "does not end in a binary");
    assertRefused("836d00000000", TEN, "the tail has 10");
  }

  @Test
  void aHeaderWithoutBytesAndWithoutTailIsRefused() {
    assertRefused("836d0000000a", null, "10 more bytes are needed");
  }

  @Test
  void theMarkOfATailIsRefusedWithoutOne() {
    assertRefused("8353", null, "this one has none");
  }

  @Test
  void theMarkOfATailIsRefusedBeforeTheEnd() {
    assertRefused("8368025377026f6b", TEN, "more follows");
  }

  @Test
  void aTailOfUnknownLengthTakesTheMark() {
    BinaryContent endless =
        new BinaryContent.Stream(InputStream.nullInputStream(), BinaryContent.UNKNOWN_SIZE);
    assertThat(decode("83680277026f6b53", endless))
        .isEqualTo(Tuple.of(Atom.OK, Binary.of(endless)));
  }

  @Test
  void aFunThatEndsInATailOfUnknownLengthIsRefused() {
    BinaryContent endless =
        new BinaryContent.Stream(InputStream.nullInputStream(), BinaryContent.UNKNOWN_SIZE);
    String fun =
        "70"
            + "00000034"
            + "01"
            + "ab".repeat(16)
            + "0000000200000001"
            + "7701746100"
            + "6100"
            + "58770161"
            + "00".repeat(12)
            + "53";
    assertRefused("83" + fun, endless, "a fun ends in a binary of unknown length");
  }

  private static Term decode(String hex, BinaryContent tail) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return TermDecoder.decode(bytes, 0, bytes.length, DecodeLimits.DEFAULT, tail);
  }

  private static void assertRefused(String hex, BinaryContent tail, String reason) {
    assertThatThrownBy(() -> decode(hex, tail))
        .isInstanceOf(MalformedTermException.class)
        .hasMessageContaining(reason);
  }
}
