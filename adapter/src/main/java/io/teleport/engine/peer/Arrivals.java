package io.teleport.engine.peer;

import io.teleport.engine.frame.ProtocolViolationException;
import io.teleport.engine.frame.RejectCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which of a sender's messages have arrived, so that none is taken twice however often it is sent,
 * and none before the one that it follows.
 *
 * <p>Numbers that are done with are kept as one number, below which all are, and as runs above it;
 * so the memory it takes goes with the number of gaps, which is at most that of messages under way.
 * Safe for use by any thread.
 */
final class Arrivals {

  private static final int MOST_RUNS = 1 << 20;
  private static final int MOST_REFUSED = 1 << 18;
  private static final int RUNS_PER_RECEIPT = 64;

  /** What is known of a message. */
  enum Fate {
    /** Nothing. */
    NEW,
    /** It waits for the one that it follows. */
    HELD,
    /** Its listener has not returned yet. */
    DELIVERED,
    /** Its sender was told, or is to be told, that it is here. */
    CONFIRMED,
    /** Its sender was told, or is to be told, that it is not taken. */
    REFUSED
  }

  /** A message that waits for the one that it follows. */
  interface Held {
    /** Returns its number. */
    long number();

    /**
     * It is its turn: hands it on.
     *
     * @return whether the one that follows it may be handed on now
     */
    boolean deliver();

    /** That was noted, after {@link #deliver} said so. */
    void settled();

    /** Its turn will not come. */
    void drop();
  }

  /** Why a message was refused. */
  record Refusal(RejectCode code, String detail) {}

  private final TreeMap<Long, Long> runs = new TreeMap<>();
  private final Map<Long, Held> waiting = new HashMap<>();
  private final Set<Long> held = new HashSet<>();
  private final Set<Long> unreturned = new HashSet<>();
  private final Map<Long, Refusal> refused = new HashMap<>();
  private long next;

  /**
   * Of messages above nothing is known, so that most are recognised as new without the lock; none
   * are once there were too many gaps.
   */
  private volatile long highest;

  /**
   * Creates it.
   *
   * @param next all numbers below are done with
   */
  Arrivals(long next) {
    this.next = Math.max(1, next);
    this.highest = this.next - 1;
  }

  /**
   * Returns what is known of a message.
   *
   * @throws ProtocolViolationException if the sender leaves more gaps than any that means well
   */
  Fate fate(long number) throws ProtocolViolationException {
    return number > highest ? Fate.NEW : knownFate(number);
  }

  private synchronized Fate knownFate(long number) throws ProtocolViolationException {
    if (isSettled(number)) {
      if (refused.containsKey(number)) {
        return Fate.REFUSED;
      }
      return unreturned.contains(number) ? Fate.DELIVERED : Fate.CONFIRMED;
    }
    if (held.contains(number)) {
      return Fate.HELD;
    }
    if (isCrowded()) {
      throw new ProtocolViolationException(
          "more gaps or refusals among its messages than are kept: message " + number);
    }
    return Fate.NEW;
  }

  private boolean isCrowded() {
    return runs.size() > MOST_RUNS || refused.size() > MOST_REFUSED;
  }

  /** Something is known of a number, or of all up to it. */
  private void known(long number) {
    if (isCrowded()) {
      highest = Long.MAX_VALUE;
    } else if (number > highest) {
      highest = number;
    }
  }

  private boolean isSettled(long number) {
    if (number < next || runs.isEmpty()) {
      return number < next;
    }
    Map.Entry<Long, Long> run = runs.floorEntry(number);
    return run != null && run.getValue() >= number;
  }

  /**
   * Keeps a message back if the one that it follows has not been delivered.
   *
   * @return false if it need not wait
   */
  synchronized boolean hold(long number, long after, Held message) {
    if (isSettled(after)) {
      return false;
    }
    held.add(number);
    known(number);
    waiting.put(after, message);
    return true;
  }

  /**
   * A message has been delivered, or will not be.
   *
   * @return the message that followed it, if that waits: to be delivered by the caller; else null
   */
  synchronized Held settled(long number) {
    if (number == next) {
      next++;
      joinFirst();
    } else if (number > next && !isSettled(number)) {
      insert(number);
    }
    known(number);
    if (held.isEmpty()) {
      return null;
    }
    held.remove(number);
    return waiting.remove(number);
  }

  private void joinFirst() {
    while (!runs.isEmpty() && runs.firstKey() <= next) {
      next = Math.max(next, runs.pollFirstEntry().getValue() + 1);
    }
  }

  private void insert(long number) {
    Map.Entry<Long, Long> before = runs.lowerEntry(number);
    long first = before != null && before.getValue() == number - 1 ? before.getKey() : number;
    Long last = runs.remove(number + 1);
    runs.put(first, last == null ? number : last);
  }

  /** A message was delivered whose listener is yet to return. */
  synchronized void delivered(long number) {
    unreturned.add(number);
    known(number);
  }

  /** The listener of a message has returned. */
  synchronized void returned(long number) {
    unreturned.remove(number);
  }

  /** A message is not taken; it stays so if it is sent again. */
  synchronized void refused(long number, RejectCode code, String detail) {
    unreturned.remove(number);
    refused.put(number, new Refusal(code, detail));
    known(number);
  }

  /** Returns why a message was refused, or null if it was not, or nobody remembers. */
  synchronized Refusal refusal(long number) {
    return refused.get(number);
  }

  /**
   * The sender is done with all messages below a number.
   *
   * @return those that waited for one of them: to be delivered by the caller
   */
  synchronized List<Held> forgetBelow(long number) {
    if (number > next) {
      next = number;
      runs.headMap(number).entrySet().removeIf(run -> run.getValue() < number);
      joinFirst();
    }
    refused.keySet().removeIf(old -> old < number);
    known(next - 1);
    List<Held> freed = new ArrayList<>();
    for (Long after : new TreeSet<>(waiting.keySet())) {
      if (isSettled(after)) {
        freed.add(waiting.remove(after));
      }
    }
    return freed;
  }

  /**
   * The sender knows that messages are not taken, and will not send them again.
   *
   * @param runs first and last number of each run, alternating
   */
  synchronized void forgetRefused(long[] runs) {
    for (int i = 0; i < runs.length; i += 2) {
      long first = runs[i];
      long last = runs[i + 1];
      if (last - first > refused.size()) {
        refused.keySet().removeIf(number -> number >= first && number <= last);
      } else {
        for (long number = first; number <= last; number++) {
          refused.remove(number);
        }
      }
    }
  }

  /** Returns what to confirm, as first and last numbers of runs, in portions for one frame each. */
  synchronized List<long[]> confirmed() {
    TreeSet<Long> except = new TreeSet<>(unreturned);
    except.addAll(refused.keySet());
    List<long[]> all = new ArrayList<>();
    cut(1, next - 1, except, all);
    runs.forEach((first, last) -> cut(first, last, except, all));
    List<long[]> receipts = new ArrayList<>();
    for (int i = 0; i < all.size(); i += RUNS_PER_RECEIPT) {
      List<long[]> portion = all.subList(i, Math.min(all.size(), i + RUNS_PER_RECEIPT));
      receipts.add(portion.stream().flatMapToLong(Arrays::stream).toArray());
    }
    return receipts;
  }

  private static void cut(long first, long last, NavigableSet<Long> except, List<long[]> target) {
    long from = first;
    for (long hole : except.subSet(first, true, Math.max(first, last), true)) {
      if (hole > from) {
        target.add(new long[] {from, hole - 1});
      }
      from = hole + 1;
    }
    if (from <= last) {
      target.add(new long[] {from, last});
    }
  }

  /** Nothing more will come: returns those that waited. */
  synchronized List<Held> clear() {
    List<Held> left = List.copyOf(waiting.values());
    waiting.clear();
    held.clear();
    return left;
  }

  /** Returns how many entries it holds besides one number: for tests of leaks. */
  synchronized int entries() {
    return runs.size() + waiting.size() + held.size() + unreturned.size() + refused.size();
  }
}
