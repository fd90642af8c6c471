package io.teleport.engine.etf;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.GatherList;
import io.teleport.term.Binary;
import io.teleport.term.BinaryContent;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;

/** What holds for every term. */
class RoundTripTest {

  private static final int TRIES = 200;

  /** Version, tag and arity of a pair, and the header of its first element, a binary. */
  private static final int BEFORE_PADDING = 3 + 5;

  private final ChunkPool pool = new ChunkPool(4 << 20, true);

  @Provide
  Arbitrary<Term> terms() {
    return TermArbitraries.terms();
  }

  @AfterProperty
  void everyChunkIsBack() {
    assertThat(pool.whereTaken()).isEmpty();
    assertThat(pool.chunksCommitted()).isZero();
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void aTermIsReadFromTheHeapAsItWasWritten(@ForAll("terms") Term term) {
    assertThat(Samples.decoded(Samples.encoded(term))).isEqualTo(term);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void aTermIsReadFromChunksAsItWasWritten(@ForAll("terms") Term term) {
    ChunkList memory = Samples.chunks(pool, Samples.encoded(term));
    Term decoded = TermDecoder.decode(memory, DecodeLimits.DEFAULT);
    assertThat(decoded).isEqualTo(term).hasSameHashCodeAs(term);
    Term detached = Terms.detached(decoded);
    memory.release();
    assertThat(detached).isEqualTo(term);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void aTermMayLieAcrossTheBoundaryOfTwoChunks(
      @ForAll("terms") Term term, @ForAll @IntRange(min = 0, max = 200) int before) {
    Binary padding = Binary.wrap(new byte[ChunkPool.CHUNK_SIZE - BEFORE_PADDING - before]);
    ChunkList memory = Samples.chunks(pool, Samples.encoded(Tuple.of(padding, term)));
    Tuple decoded = (Tuple) TermDecoder.decode(memory, DecodeLimits.DEFAULT);
    assertThat(decoded.get(1)).isEqualTo(term);
    memory.release();
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void envelopeAndTailMakeTheWholeTerm(@ForAll("terms") Term term) {
    GatherList list = TermEncoder.encode(term, 7);
    byte[] all = Samples.written(list);
    assertThat(list.length()).isEqualTo(all.length - 7);
    int envelope = (int) list.envelopeLength();
    BinaryContent tail =
        list.tailLength() == 0
            ? null
            : new BinaryContent.Heap(all, 7 + envelope, (int) list.tailLength());
    assertThat(TermDecoder.decode(all, 7, envelope, DecodeLimits.DEFAULT, tail)).isEqualTo(term);
    list.release();
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void whatIsCutOffAnywhereIsRefused(@ForAll("terms") Term term) {
    byte[] whole = Samples.encoded(term);
    int step = Math.max(1, whole.length / 200);
    for (int length = 0; length < whole.length; length += step) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertMalformed(cut);
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void whatFollowsATermIsRefused(@ForAll("terms") Term term, @ForAll byte more) {
    byte[] whole = Samples.encoded(term);
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    longer[whole.length] = more;
    assertMalformed(longer);
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void randomBytesAreATermOrRefused(@ForAll byte[] bytes) {
    byte[] withVersion = new byte[bytes.length + 1];
    withVersion[0] = (byte) Tag.VERSION;
    System.arraycopy(bytes, 0, withVersion, 1, bytes.length);
    decodeOrRefuse(withVersion);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void aTermWithDamagedBytesIsATermOrRefused(
      @ForAll("terms") Term term, @ForAll int where, @ForAll byte what) {
    byte[] bytes = Samples.encoded(term);
    bytes[1 + Math.floorMod(where, bytes.length - 1)] = what;
    decodeOrRefuse(bytes);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void everyTermPrints(@ForAll("terms") Term term) {
    assertThat(term.toString()).isNotEmpty();
  }

  private void decodeOrRefuse(byte[] bytes) {
    Term fromHeap = null;
    try {
      fromHeap = Samples.decoded(bytes);
    } catch (MalformedTermException e) {
      assertThat(e.offset())
          .isBetween(0L, (long) Math.max(bytes.length, DecodeLimits.DEFAULT.inflatedSize()));
    }
    ChunkList memory = Samples.chunks(pool, bytes);
    try {
      assertThat(TermDecoder.decode(memory, DecodeLimits.DEFAULT)).isEqualTo(fromHeap);
    } catch (MalformedTermException e) {
      assertThat(fromHeap).isNull();
    } finally {
      memory.release();
    }
  }

  private void assertMalformed(byte[] bytes) {
    try {
      Term term = Samples.decoded(bytes);
      throw new AssertionError("read " + term);
    } catch (MalformedTermException e) {
      assertThat(e.reason()).isNotEmpty();
    }
  }
}
