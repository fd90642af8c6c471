package io.teleport.term;

import java.util.List;
import java.util.Objects;

/**
 * A reference, unique among all nodes.
 *
 * @param node the name of the node that made it
 * @param creation tells apart the incarnations of a node; unsigned, 32 bits
 * @param words the reference's number, 1 to {@value #MAX_WORDS} unsigned words of 32 bits;
 *     immutable
 * @see <a href="https://www.erlang.org/doc/apps/erts/erl_ext_dist.html#newer_reference_ext">Erlang:
 *     NEWER_REFERENCE_EXT</a>
 */
public record Reference(Atom node, long creation, List<Long> words) implements Term {

  /** The largest number of words. */
  public static final int MAX_WORDS = 5;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them is negative or has more than 32 bits, or there
   *     are too few or too many
   */
  public Reference {
    Objects.requireNonNull(node, "node");
    Unsigned.check("creation", creation);
    words = List.copyOf(words);
    if (words.isEmpty() || words.size() > MAX_WORDS) {
      throw new IllegalArgumentException(
          "a reference has 1 to %d words, not %d".formatted(MAX_WORDS, words.size()));
    }
    words.forEach(word -> Unsigned.check("word", word));
  }

  // Not what the compiler generates, because peers must not be able to foresee it.
  @Override
  public int hashCode() {
    long state = TermHash.start(node.hashCode());
    for (long word : words) {
      state = TermHash.add(state, word);
    }
    return TermHash.finish(TermHash.add(state, creation));
  }

  /** Returns {@code #Ref<node.word.word>}. */
  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
