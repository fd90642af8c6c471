package io.teleport.engine.etf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.GatherList;
import io.teleport.term.Binary;
import io.teleport.term.BinaryContent;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Term;
import io.teleport.term.TermConversionException;
import io.teleport.term.Terms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.zip.DeflaterOutputStream;

/**
 * Whatever the bytes are, they are a term or refused. As an ordinary test it runs the inputs under
 * {@code src/test/resources}; {@code mvn -Pfuzz} looks for others, see the profile in {@code
 * adapter/pom.xml}. An input that fails is written there, under the name of its method: it stays,
 * as the test of its repair.
 */
class TermDecoderFuzzTest {

  private static final DecodeLimits TIGHT = new DecodeLimits(4, 20, 5, 9, 200);

  /** Decoders that last, and so meet atoms that they remember. */
  private static final TermDecoder LASTING = new TermDecoder(DecodeLimits.DEFAULT);

  private static final TermDecoder LASTING_TIGHT = new TermDecoder(TIGHT);

  private static final ChunkPool POOL = new ChunkPool(64L << 20, false);

  @FuzzTest
  void anyBytes(byte[] bytes) {
    Object onHeap = outcome(() -> Samples.decoded(bytes));
    if (onHeap instanceof Term term) {
      checkSound(term);
    }
    if (bytes.length > 0) {
      ChunkList memory = Samples.chunks(POOL, bytes);
      try {
        Object inChunks = outcome(() -> LASTING.decode(memory));
        assertThat(inChunks).isEqualTo(onHeap);
      } finally {
        memory.release();
      }
      assertThat(POOL.chunksCommitted()).isZero();
    }
  }

  /** What is not compressed and what is mean the same. */
  @FuzzTest
  void compressed(byte[] withoutVersion) {
    Object inflated = outcome(() -> Samples.decoded(deflated(withoutVersion)));
    if (inflated instanceof Term term) {
      checkSound(term);
    }
    if (withoutVersion.length > 0 && (withoutVersion[0] & 0xFF) != Tag.COMPRESSED) {
      byte[] plain = new byte[1 + withoutVersion.length];
      plain[0] = (byte) Tag.VERSION;
      System.arraycopy(withoutVersion, 0, plain, 1, withoutVersion.length);
      if (outcome(() -> Samples.decoded(plain)) instanceof Term term) {
        assertThat(inflated).isEqualTo(term);
      } else {
        assertThat(inflated).isInstanceOf(Refusal.class);
      }
    }
  }

  /** The first byte says how long the tail is; that of 255 is of unknown length. */
  @FuzzTest
  void envelopeWithTail(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] == 0) {
      return;
    }
    long size = bytes[0] == -1 ? BinaryContent.UNKNOWN_SIZE : bytes[0] & 0xFF;
    BinaryContent tail = new BinaryContent.Stream(InputStream.nullInputStream(), size);
    byte[] envelope = Arrays.copyOfRange(bytes, 1, bytes.length);
    Object outcome = outcome(() -> decode(envelope, tail));
    if (outcome instanceof Term term) {
      GatherList encoded = TermEncoder.encode(term, 0);
      assertThat(encoded.pumped()).isSameAs(tail);
      assertThat(encoded.tailLength()).isEqualTo(size);
      assertThat(decode(Samples.written(encoded), tail)).isEqualTo(term);
      assertThat(term.toString()).isNotEmpty();
    }
  }

  @FuzzTest
  void tightLimits(byte[] bytes) {
    Object outcome = outcome(() -> LASTING_TIGHT.decode(bytes, 0, bytes.length, null));
    if (outcome instanceof Term term) {
      assertThat(Extent.of(term).exceeds(TIGHT)).isFalse();
    }
  }

  /** A refusal, comparable with others. */
  private record Refusal(long offset, String reason) {}

  private static Object outcome(Supplier<Term> decoding) {
    try {
      return decoding.get();
    } catch (MalformedTermException e) {
      assertThat(e.offset()).isNotNegative();
      return new Refusal(e.offset(), e.reason());
    }
  }

  private static Term decode(byte[] envelope, BinaryContent tail) {
    return TermDecoder.decode(envelope, 0, envelope.length, DecodeLimits.DEFAULT, tail);
  }

  /** Checks that a term can be printed, compared, converted, and sent on. */
  private static void checkSound(Term term) {
    Extent extent = Extent.of(term);
    assertThat(extent.exceeds(DecodeLimits.DEFAULT)).isFalse();
    String printed = term.toString();
    // What is long is cut short.
    if (extent.isWritable() && !printed.contains("...")) {
      assertThat(Terms.parse(printed).equals(term)).as(printed).isTrue();
    }
    byte[] first = Samples.encoded(term);
    Term again = Samples.decoded(first);
    assertThat(again.equals(term)).isTrue();
    assertThat(again.hashCode()).isEqualTo(term.hashCode());
    assertThat(Arrays.equals(Samples.encoded(again), first)).isTrue();
    assertThat(Terms.detached(term).equals(term)).isTrue();
    if (term instanceof Binary binary) {
      assertThat(Binary.wrap(binary.toByteArray()).equals(term)).isTrue();
    }
    try {
      Terms.as(term, Object.class);
    } catch (TermConversionException e) {
      assertThat(e.path()).isNotEmpty();
    }
  }

  private static byte[] deflated(byte[] withoutVersion) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(Tag.VERSION);
    out.write(Tag.COMPRESSED);
    out.writeBytes(ByteBuffer.allocate(4).putInt(withoutVersion.length).array());
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(withoutVersion);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
