package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.etf.DecodeLimits;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.term.Binary;
import io.teleport.term.ListTerm;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where the binary begins that a term ends in, as far as the begin of the term shows. */
class LastBinaryTest {

  private static final int HEAD = 400;
  private static final TermDecoder DECODER = new TermDecoder(DecodeLimits.DEFAULT);
  private static final Binary LARGE = Binary.wrap(new byte[1000]);

  /** Returns the begin of an encoded term, without its version. */
  private static byte[] head(Term term) {
    byte[] all = OtpForms.encoded(new TermEncoder(), term);
    return Arrays.copyOfRange(all, 1, Math.min(all.length, HEAD));
  }

  private static LastBinary find(Term term) {
    byte[] head = head(term);
    return LastBinary.find(DECODER, head, 0, head.length);
  }

  @Test
  void aBinaryByItselfIsFound() {
    assertThat(find(LARGE)).isEqualTo(new LastBinary(5, 1000));
  }

  @Test
  void theLastElementOfATupleIsFoundWhateverComesBefore() {
    for (String before :
        new String[] {
          "a",
          "1",
          "-1000",
          "2.5",
          "123456789012345678901234567890",
          "<<1,2,3>>",
          "\"text\"",
          "[]",
          "[a,{b,<<1:3>>}|c]",
          "#{a => [1], b => 2}",
          "{{},{x}}"
        }) {
      Term first = Terms.parse(before);
      LastBinary found = find(Tuple.of(first, LARGE));
      assertThat(found.length()).as(before).isEqualTo(1000);
      assertThat(found.offset()).as(before).isEqualTo(2 + head(first).length + 5);
    }
  }

  @Test
  void theLastValueOfAMapAndTheTailOfAListAreFound() {
    assertThat(find(Terms.of(Map.of("k", LARGE))).length()).isEqualTo(1000);
    assertThat(find(ListTerm.of(List.of(Terms.of(1)), LARGE)).length()).isEqualTo(1000);
  }

  @Test
  void aBinaryThatSomethingFollowsIsNone() {
    assertThat(find(Tuple.of(LARGE, Terms.atom("a")))).isNull();
    assertThat(find(Terms.of(List.of(LARGE)))).isNull();
  }

  @Test
  void whatIsThereAsAWholeIsNone() {
    assertThat(find(Terms.parse("{a,<<1,2,3>>}"))).isNull();
  }

  @Test
  void whatBeginsTooLateIsNone() {
    assertThat(find(Tuple.of(Terms.of("x".repeat(HEAD)), LARGE))).isNull();
  }

  @Test
  void anyBytesAreLookedThroughWithoutHarm() {
    Random random = new Random(8);
    byte[] tags = {97, 98, 104, 105, 108, 109, 116, 119, 88, 90, 112, 107, 110, 111};
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(60)];
      random.nextBytes(bytes);
      bytes[0] = tags[random.nextInt(tags.length)];
      LastBinary found = LastBinary.find(DECODER, bytes, 0, bytes.length);
      if (found != null) {
        assertThat(found.length()).isGreaterThan((long) bytes.length - found.offset());
      }
    }
  }
}
