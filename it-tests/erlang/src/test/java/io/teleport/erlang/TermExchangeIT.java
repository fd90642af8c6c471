package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.etf.Samples;
import io.teleport.term.Term;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Random terms, by their bytes and as values, from here to a real node and back. */
@RequiresErlang
class TermExchangeIT {

  private static final int OURS = 50_000;
  private static final int THEIRS = 50_000;
  private static final int BATCH = 500;

  /** How many bytes of a term are shown where it fails. */
  private static final int MAX_SHOWN = 2000;

  private static ErlangNode node;
  private final RandomTerms random = new RandomTerms();

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    node = ErlangNode.start();
  }

  @AfterAll
  static void stop() throws IOException {
    node.close();
  }

  @Test
  void whatWeWriteIsTheSameTermToANode() throws IOException {
    CompletableFuture<List<Term>> batch = nextBatch();
    for (int done = 0; done < OURS; done += BATCH) {
      List<Term> terms = batch.join();
      batch = nextBatch();
      List<byte[]> written = terms.stream().map(Samples::encoded).toList();
      List<byte[]> answers = node.ask('d', written);
      assertThat(answers).hasSize(BATCH);
      for (int i = 0; i < BATCH; i++) {
        List<byte[]> forms = ErlangNode.unpack(answers.get(i));
        byte[] bytes = written.get(i);
        assertThat(ErlangNode.text(forms.get(0))).as(() -> describe(bytes)).isEmpty();
        assertForms(forms.subList(1, forms.size()), terms.get(i));
        if (Release.writesAsHere(terms.get(i))) {
          assertThat(forms.get(1)).hasSameSizeAs(bytes);
        }
      }
    }
  }

  /** Made while the node is busy with the last one. */
  private CompletableFuture<List<Term>> nextBatch() {
    return CompletableFuture.supplyAsync(() -> random.next(BATCH));
  }

  @Test
  void whatANodeWritesInAnyFormIsTheSameTermToUs() throws IOException {
    for (int done = 0; done < THEIRS; done += BATCH) {
      byte[] question =
          ByteBuffer.allocate(12).putLong(random.number() >>> 8).putInt(BATCH).array();
      List<byte[]> answers = node.ask('g', List.of(question));
      assertThat(answers).hasSize(BATCH);
      List<byte[]> written = new ArrayList<>();
      for (byte[] answer : answers) {
        List<byte[]> forms = ErlangNode.unpack(answer);
        Term term = Samples.decoded(forms.get(0));
        assertForms(forms, term);
        written.add(Samples.encoded(term));
      }
      for (byte[] verdict : node.ask('c', written)) {
        assertThat(ErlangNode.text(verdict)).as(random.howToRepeat()).isEmpty();
      }
    }
  }

  /**
   * The first form is the one that we write; maps keep the order of the node when they are read.
   */
  private void assertForms(List<byte[]> forms, Term term) {
    for (byte[] form : forms) {
      assertThat(Samples.decoded(form)).as(() -> describe(form)).isEqualTo(term);
    }
    byte[] again = Samples.encoded(Samples.decoded(forms.get(0)));
    if (Release.writesAsHere(term)) {
      assertThat(again).as(random.howToRepeat()).isEqualTo(forms.get(0));
    } else {
      assertThat(Samples.decoded(again)).as(random.howToRepeat()).isEqualTo(term);
    }
  }

  private String describe(byte[] bytes) {
    String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, MAX_SHOWN));
    return "%d bytes, %s; %s".formatted(bytes.length, hex, random.howToRepeat());
  }
}
