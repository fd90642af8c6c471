package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.etf.Samples;
import io.teleport.term.Term;
import io.teleport.term.TermSyntaxException;
import io.teleport.term.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How terms print and are read, compared with {@code io_lib}, {@code erl_scan}, {@code erl_parse}.
 */
@RequiresErlang
class TermTextIT {

  private static final int OURS = 2_000;
  private static final int THEIRS = 5_000;
  private static final int TEXTS = 20_000;
  private static final int BATCH = 500;

  /** Up to this length {@code ~p} breaks no line. */
  private static final int SHORT = 40;

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
  void ourTermsPrintAndAreReadAsThoseOfANode() throws IOException {
    int compared = 0;
    while (compared < OURS) {
      List<Term> terms = random.next(BATCH).stream().filter(Syntax::isReadable).toList();
      // In the node's form maps have the node's order, in which it prints them.
      List<Term> ordered = new ArrayList<>();
      for (byte[] answer : node.ask('d', terms.stream().map(Samples::encoded).toList())) {
        ordered.add(Samples.decoded(ErlangNode.unpack(answer).get(1)));
      }
      assertSameText(ordered);
      compared += terms.size();
    }
  }

  @Test
  void theTermsOfANodePrintAndAreReadAsThere() throws IOException {
    int compared = 0;
    while (compared < THEIRS) {
      byte[] question =
          ByteBuffer.allocate(12).putLong(random.number() >>> 8).putInt(BATCH).array();
      List<Term> terms =
          node.ask('g', List.of(question)).stream()
              .map(answer -> Samples.decoded(ErlangNode.unpack(answer).get(0)))
              .filter(Syntax::isReadable)
              .toList();
      assertSameText(terms);
      compared += terms.size();
    }
  }

  private void assertSameText(List<Term> terms) throws IOException {
    List<byte[]> written = terms.stream().map(Samples::encoded).toList();
    List<byte[]> printed = node.ask('p', written);
    List<byte[]> questions = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      Term term = terms.get(i);
      List<byte[]> texts = ErlangNode.unpack(printed.get(i));
      String text = ErlangNode.text(texts.get(0));
      if (!Syntax.hasUnusualFunction(term) && Release.printsAsHere(term)) {
        assertSameText(term, text);
        // The most usual format, ~p, takes the bytes of UTF-8 for characters, and breaks lines.
        if (text.length() < SHORT && Arrays.equals(texts.get(0), texts.get(1))) {
          assertThat(ErlangNode.text(texts.get(2))).isEqualTo(text);
        }
      }
      questions.add(ErlangNode.pack(List.of(ErlangNode.bytes(term.toString()), written.get(i))));
    }
    List<byte[]> verdicts = node.ask('s', questions);
    for (int i = 0; i < verdicts.size(); i++) {
      assertThat(ErlangNode.text(verdicts.get(i)))
          .as("%s; %s", terms.get(i), random.howToRepeat())
          .isEmpty();
    }
  }

  private void assertSameText(Term term, String text) {
    Term parsed = Terms.parse(text);
    assertThat(parsed).as(random.howToRepeat()).isEqualTo(term);
    // What was read keeps the order of the text.
    assertThat(parsed.toString()).as(random.howToRepeat()).isEqualTo(text);
    if (!Syntax.hasLargeMap(term)) {
      assertThat(term.toString()).as(random.howToRepeat()).isEqualTo(text);
    }
  }

  @Test
  void wordsOfTheLanguageAreReadBackFromQuotes() throws IOException {
    List<Term> words =
        Stream.of(
                "after and andalso band begin bnot bor bsl bsr bxor case catch cond div else end"
                    + " fun if let maybe not of or orelse receive rem try when xor")
            .flatMap(line -> Stream.of(line.split(" ")))
            .map(word -> (Term) Terms.atom(word))
            .toList();
    List<byte[]> questions =
        words.stream()
            .map(
                word ->
                    ErlangNode.pack(
                        List.of(ErlangNode.bytes(word.toString()), Samples.encoded(word))))
            .toList();
    assertThat(words).allSatisfy(word -> assertThat(word.toString()).startsWith("'"));
    assertThat(node.ask('s', questions)).allSatisfy(verdict -> assertThat(verdict).isEmpty());
  }

  @Test
  void whatIsWrittenByHandIsReadAsByANode() throws IOException {
    assertReadAsByANode(SyntaxSamples.byHand());
  }

  @Test
  void randomTextsAreReadOrRefusedAsByANode() throws IOException {
    for (int done = 0; done < TEXTS; done += BATCH) {
      assertReadAsByANode(SyntaxSamples.random(random, BATCH));
    }
  }

  private void assertReadAsByANode(List<String> texts) throws IOException {
    List<byte[]> answers = node.ask('r', texts.stream().map(ErlangNode::bytes).toList());
    for (int i = 0; i < answers.size(); i++) {
      byte[] answer = answers.get(i);
      Term theirs = answer.length == 0 ? null : Samples.decoded(answer);
      assertThat(parsed(texts.get(i)))
          .as("what is read from %s; %s", texts.get(i), random.howToRepeat())
          .isEqualTo(theirs);
    }
  }

  /** Returns what a text is read as, or null if it is refused. */
  private static Term parsed(String text) {
    try {
      return Terms.parse(text);
    } catch (TermSyntaxException e) {
      return null;
    }
  }
}
