package io.teleport.chaos.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Follows every message through the journals of all nodes.
 *
 * <p>Journals of one node are added life by life, in that order. Used by one thread.
 */
public final class Account {

  /**
   * How long before a kill a message may have been accepted that is still in the memory of its
   * sender, in milliseconds.
   */
  public static final long MEMORY_MILLIS = 20_000;

  /** How long after it was accepted a message may be in the journal, in milliseconds. */
  private static final long JOURNAL_MILLIS = 500;

  private static final int MOST_FINDINGS = 20;

  private final Map<Long, Letter> letters = new HashMap<>();
  private final Map<Long, Integer> latest = new HashMap<>();
  private final List<Kill> kills = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();
  private long disordered;
  private long corrupt;
  private long refusals;
  private long brokenOff;

  private record Origin(int node, int life) {}

  private record Kill(Origin victim, long at) {}

  /** Sums that are under way. */
  private static final class Sums {
    private long accepted;
    private long delivered;
    private long told;
    private long lost;
    private long duplicated;
    private long toldAndArrived;
    private long wentDown;
  }

  /** Returns what takes the entries of one journal, in their order. */
  public Consumer<Entry> journalOf(int node, int life) {
    return entry -> add(new Origin(node, life), entry);
  }

  /** Takes note that a node was killed. */
  public void killed(int node, int life, long at) {
    kills.add(new Kill(new Origin(node, life), at));
  }

  private void add(Origin writer, Entry entry) {
    switch (entry.event()) {
      case OFFERED -> letter(entry).offered(entry.value());
      case ACCEPTED -> letter(entry).accepted(entry.at());
      case REFUSED -> refusals++;
      case CONFIRMED -> letter(entry).confirmed();
      case TOLD -> letter(entry).told();
      case DELIVERED -> delivered(writer, entry);
      case BROKEN_OFF -> brokenOff++;
      case WRONG_ANSWER -> corrupt("the answer to %s is not what was sent", entry.id());
    }
  }

  private Letter letter(Entry entry) {
    return letters.computeIfAbsent(entry.id(), id -> new Letter());
  }

  private void delivered(Origin at, Entry entry) {
    boolean first = letter(entry).arrived(at.node());
    if (entry.value() != 1) {
      corrupt("%s arrived with other bytes", entry.id());
    }
    if (entry.key() != 0 && first) {
      // A key is one sending thread's, and all its messages go to one node.
      long sequence = LetterId.unpacked(entry.id()).origin() << Integer.SIZE | entry.key();
      Integer before = latest.get(sequence);
      if (before != null && before > entry.number()) {
        disordered++;
        find("%s, %d of its key, arrived after %d", entry.id(), entry.number(), before);
      } else {
        latest.put(sequence, entry.number());
      }
    }
  }

  private void corrupt(String text, long id) {
    corrupt++;
    find(text, id);
  }

  private void find(String text, long id, Object... more) {
    if (findings.size() < MOST_FINDINGS) {
      Object[] arguments = new Object[more.length + 1];
      arguments[0] = LetterId.unpacked(id);
      System.arraycopy(more, 0, arguments, 1, more.length);
      findings.add(text.formatted(arguments));
    }
  }

  /** Returns how often a message was refused, to be offered again. */
  public long refusals() {
    return refusals;
  }

  /** Returns how many deliveries ended before their message was complete. */
  public long brokenOff() {
    return brokenOff;
  }

  /** Returns what was found wrong, the first of it, in words. */
  public List<String> findings() {
    return List.copyOf(findings);
  }

  /** Computes the balance, when all journals are in. Called once. */
  public Balance balance() {
    Sums sums = new Sums();
    letters.forEach((id, letter) -> judge(id, letter, sums));
    return new Balance(
        sums.accepted,
        sums.delivered,
        sums.told,
        sums.lost,
        sums.duplicated,
        disordered,
        corrupt,
        sums.toldAndArrived,
        sums.wentDown);
  }

  private void judge(long id, Letter letter, Sums sums) {
    LetterId from = LetterId.unpacked(id);
    Origin origin = new Origin(from.node(), from.life());
    if (!letter.isOffered()) {
      corrupt("%s arrived and was never sent", id);
      return;
    }
    if (letter.hasStrayed()) {
      corrupt("%s arrived at another node", id);
    }
    if (!letter.isAccepted()) {
      boolean cutShort = kills.stream().anyMatch(kill -> kill.victim().equals(origin));
      if (letter.arrivals() > 0 && !cutShort) {
        // Whoever sends again what was refused would have it delivered twice.
        sums.duplicated += letter.arrivals();
        find("%s was refused, and arrived", id);
      }
      return;
    }
    sums.accepted++;
    if (letter.arrivals() > 1) {
      sums.duplicated += letter.arrivals() - 1;
      find("%s arrived %d times", id, letter.arrivals());
    }
    if (letter.isTold()) {
      sums.told++;
      sums.toldAndArrived += Math.min(1, letter.arrivals());
    } else if (letter.arrivals() > 0) {
      sums.delivered++;
    } else if (!letter.isConfirmed() && isExcused(origin, letter)) {
      sums.told++;
      sums.wentDown++;
    } else {
      sums.lost++;
      find("%s was accepted and nothing more was heard of it", id);
    }
  }

  /** Returns whether a message can have been in the memory of its sender when that was killed. */
  private boolean isExcused(Origin origin, Letter letter) {
    return kills.stream()
        .anyMatch(
            kill ->
                kill.victim().equals(origin)
                    && letter.acceptedAt() >= kill.at() - MEMORY_MILLIS
                    && letter.acceptedAt() <= kill.at() + JOURNAL_MILLIS);
  }
}
