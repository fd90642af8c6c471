package io.teleport.engine.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.Segment;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.ListTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** One encoder for many terms. */
class TermEncoderTest {

  private final TermEncoder encoder = new TermEncoder();

  @Provide
  Arbitrary<List<Term>> terms() {
    return TermArbitraries.terms().list().ofMaxSize(8);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void whatItWroteStaysThoughItWritesMore(@ForAll("terms") List<Term> terms) {
    List<GatherList> written = new ArrayList<>();
    terms.forEach(term -> written.add(encoder.write(term, 0)));
    for (int i = 0; i < terms.size(); i++) {
      assertThat(Samples.written(written.get(i))).isEqualTo(Samples.encoded(terms.get(i)));
      written.get(i).release();
    }
  }

  @Test
  void theHeadroomIsZero() {
    encoder.write(Binary.wrap(Samples.bytes(200)), 0).release();
    GatherList list = encoder.write(Atom.OK, 30);
    assertThat(Arrays.copyOf(Samples.written(list), 30)).containsOnly(0);
    assertThat(list.headroom()).isEqualTo(30);
  }

  @Test
  void aMessageTakesNoMoreThanItHasBytes() {
    Term small = Tuple.of(Atom.OK, Binary.wrap(Samples.bytes(1000)));
    encoder.write(ListTerm.of(small, small, small), 0).release();
    Segment.Heap segment = (Segment.Heap) encoder.write(small, 20).segments().get(0);
    assertThat(segment.offset()).isZero();
    assertThat(segment.array()).hasSize(20 + Samples.encoded(small).length);
  }

  @Test
  void theSmallPartsAroundALargeBinaryShareAnArray() {
    Binary large = Binary.wrap(Samples.bytes(TermEncoder.REFERENCE_THRESHOLD));
    GatherList list = encoder.write(Tuple.of(Atom.OK, large, Atom.OK, large, Atom.ERROR), 5);
    List<Segment> segments = list.segments();
    byte[] array = ((Segment.Heap) segments.get(0)).array();
    assertThat(((Segment.Heap) segments.get(2)).array()).isSameAs(array);
    assertThat(((Segment.Heap) segments.get(4)).array()).isSameAs(array);
    assertThat(array).hasSize((int) (5 + list.length() - 2 * large.size()));
  }

  @Test
  void itGoesOnAfterATermThatItRefused() {
    Term refused = Tuple.of(Binary.ofStream(InputStream.nullInputStream()), Atom.OK);
    assertThatThrownBy(() -> encoder.write(refused, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Samples.written(encoder.write(Atom.OK, 0))).isEqualTo(Samples.encoded(Atom.OK));
  }

  @Test
  void aStreamIsForgottenWithItsTerm() {
    encoder.write(Binary.ofStream(InputStream.nullInputStream()), 0).release();
    GatherList list = encoder.write(Atom.OK, 0);
    assertThat(list.pumped()).isNull();
    assertThat(list.tailLength()).isZero();
  }

  @Test
  void theStreamOfAMessageIsNotKept() {
    WeakReference<InputStream> stream = writeStream();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (stream.get() != null && System.nanoTime() < deadline) {
      System.gc();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    assertThat(stream.get()).isNull();
  }

  private WeakReference<InputStream> writeStream() {
    InputStream stream = new ByteArrayInputStream(Samples.bytes(10));
    encoder.write(Binary.ofStream(stream), 0).release();
    return new WeakReference<>(stream);
  }

  @Test
  void manyThreadsUseItAtOnce() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> work = this::writeMany;
      for (Future<Boolean> result : threads.invokeAll(List.of(work, work, work, work))) {
        assertThat(result.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
  }

  private boolean writeMany() {
    Random random = new Random();
    for (int i = 0; i < 2000; i++) {
      Term term = Tuple.of(Atom.OK, Binary.wrap(Samples.bytes(random.nextInt(3000))));
      if (!Arrays.equals(Samples.written(encoder.write(term, 0)), Samples.encoded(term))) {
        return false;
      }
    }
    return true;
  }
}
