package io.teleport.engine.etf;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.term.Atom;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Atoms that come again are the same objects, and never the wrong ones. */
class AtomTableTest {

  private final TermDecoder decoder = new TermDecoder(DecodeLimits.DEFAULT);

  @Test
  void anAtomThatComesAgainIsTheSameObject() {
    byte[] first = Samples.encoded(Tuple.of(new Atom("order"), new Atom("größe")));
    Tuple a = (Tuple) decode(first);
    Tuple b = (Tuple) decode(Samples.encoded(Tuple.of(new Atom("größe"), new Atom("order"))));
    assertThat(b.get(1)).isSameAs(a.get(0));
    assertThat(b.get(0)).isSameAs(a.get(1));
  }

  @Test
  void theOldFormOfAnAtomGivesTheSameObject() {
    Term utf8 = decode(HexFormat.of().parseHex("837703616263"));
    assertThat(decode(HexFormat.of().parseHex("837303616263"))).isSameAs(utf8);
  }

  @Test
  void equalBytesInUtf8AndLatin1AreDifferentAtoms() {
    byte[] utf8 = HexFormat.of().parseHex("837702c3a9");
    byte[] latin1 = HexFormat.of().parseHex("837302c3a9");
    for (int i = 0; i < 2; i++) {
      assertThat(decode(utf8)).isEqualTo(new Atom("é"));
      assertThat(decode(latin1)).isEqualTo(new Atom("Ã©"));
    }
  }

  @Test
  void anyNumberOfAtomsIsReadRightThoughFewAreKept() {
    Random random = new Random(17);
    for (int i = 0; i < 20_000; i++) {
      Atom atom = new Atom("x".repeat(random.nextInt(36)) + random.nextInt(3000));
      assertThat(decode(Samples.encoded(atom))).isEqualTo(atom);
    }
  }

  @Test
  void aNameIsFoundOnlyIfAllOfItIsEqual() {
    AtomTable table = new AtomTable(2);
    byte[] bytes =
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrst".getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length <= AtomTable.MAX_BYTES; length++) {
      for (int offset = 0; offset <= bytes.length - length; offset++) {
        Atom atom = new Atom(new String(bytes, offset, length, StandardCharsets.UTF_8));
        table.put(bytes, offset, length, atom);
        assertThat(table.find(bytes, offset, length)).isSameAs(atom);
        for (int other = 0;
            other <= AtomTable.MAX_BYTES && offset + other <= bytes.length;
            other++) {
          Atom found = table.find(bytes, offset, other);
          assertThat(found == null || found.value().length() == other).isTrue();
        }
      }
    }
  }

  @Test
  void oneThatDiffersInTheMiddleIsNotFound() {
    AtomTable table = new AtomTable(2);
    byte[] one = "begins__1__ends_as".getBytes(StandardCharsets.UTF_8);
    byte[] two = "begins__2__ends_as".getBytes(StandardCharsets.UTF_8);
    table.put(one, 0, one.length, Atom.OK);
    assertThat(table.find(two, 0, two.length)).isNull();
    assertThat(table.find(one, 0, one.length)).isSameAs(Atom.OK);
  }

  private Term decode(byte[] bytes) {
    return decoder.decode(bytes, 0, bytes.length, null);
  }
}
