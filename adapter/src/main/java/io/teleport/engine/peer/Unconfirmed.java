package io.teleport.engine.peer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What was sent and is not confirmed yet, by number.
 *
 * <p>Numbers are given one after the other, and each is put in once and taken out once. So they lie
 * side by side in pages, and a page goes when all of its numbers have come and gone: a message
 * costs no table entry, and a receipt of many is a walk along a page. Safe for use by any thread.
 */
final class Unconfirmed {

  private static final int PAGE_SIZE = 512;

  private final Map<Long, Page> pages = new ConcurrentHashMap<>();
  private final AtomicLong puts = new AtomicLong();
  private final AtomicLong takes = new AtomicLong();

  /** The page that was put into last: most likely the next one, too. */
  private volatile Page recent = new Page(-1);

  /** So many numbers in a row. */
  private static final class Page {
    private final long index;
    private final AtomicReferenceArray<Outgoing> slots = new AtomicReferenceArray<>(PAGE_SIZE);
    private final AtomicInteger gone = new AtomicInteger();

    Page(long index) {
      this.index = index;
    }
  }

  /** Puts a message in. */
  void put(long number, Outgoing message) {
    long index = number / PAGE_SIZE;
    Page page = recent;
    if (page.index != index) {
      page = pages.computeIfAbsent(index, Page::new);
      recent = page;
    }
    page.slots.set((int) (number % PAGE_SIZE), message);
    puts.incrementAndGet();
  }

  /** Returns the message with a number, or null if there is none. */
  Outgoing get(long number) {
    Page page = pages.get(number / PAGE_SIZE);
    return page == null ? null : page.slots.get((int) (number % PAGE_SIZE));
  }

  /** Takes the message with a number out; returns null if there is none. */
  Outgoing remove(long number) {
    Page page = pages.get(number / PAGE_SIZE);
    return page == null ? null : remove(page, (int) (number % PAGE_SIZE));
  }

  private Outgoing remove(Page page, int slot) {
    Outgoing message = page.slots.getAndSet(slot, null);
    if (message != null) {
      taken(page, 1);
    }
    return message;
  }

  private void taken(Page page, int count) {
    takes.addAndGet(count);
    if (page.gone.addAndGet(count) == PAGE_SIZE) {
      pages.remove(page.index);
    }
  }

  /**
   * Takes a message out.
   *
   * @return false if it was taken out before, or another one is in its place
   */
  boolean remove(long number, Outgoing message) {
    boolean isRemoved = replace(number, message, null);
    if (isRemoved) {
      taken(pages.get(number / PAGE_SIZE), 1);
    }
    return isRemoved;
  }

  /**
   * Takes a run of messages out. It takes time for what is there, however long the run.
   *
   * @param taken given each of them
   */
  void remove(long first, long last, Consumer<Outgoing> taken) {
    long firstPage = first / PAGE_SIZE;
    long lastPage = last / PAGE_SIZE;
    if (lastPage - firstPage > pages.size()) {
      for (Page page : List.copyOf(pages.values())) {
        remove(page, first, last, taken);
      }
      return;
    }
    for (long index = firstPage; index <= lastPage; index++) {
      Page page = pages.get(index);
      if (page != null) {
        remove(page, first, last, taken);
      }
    }
  }

  private void remove(Page page, long first, long last, Consumer<Outgoing> taken) {
    long begin = page.index * PAGE_SIZE;
    int from = (int) (Math.max(first, begin) - begin);
    int to = (int) (Math.min(last, begin + PAGE_SIZE - 1) - begin);
    if (from > to) {
      return;
    }
    // They are counted together, and before anybody hears of them.
    Outgoing[] found = new Outgoing[to - from + 1];
    int count = 0;
    for (int slot = from; slot <= to; slot++) {
      Outgoing message = page.slots.getAndSet(slot, null);
      if (message != null) {
        found[count++] = message;
      }
    }
    if (count > 0) {
      taken(page, count);
    }
    for (int i = 0; i < count; i++) {
      taken.accept(found[i]);
    }
  }

  /** Takes everything out. */
  List<Outgoing> removeAll() {
    List<Outgoing> all = new ArrayList<>();
    remove(0, Long.MAX_VALUE, all::add);
    return all;
  }

  /**
   * Puts a message in the place of another.
   *
   * @return false if the other was taken out
   */
  boolean replace(long number, Outgoing message, Outgoing by) {
    Page page = pages.get(number / PAGE_SIZE);
    return page != null && page.slots.compareAndSet((int) (number % PAGE_SIZE), message, by);
  }

  /** Visits everything that is in it, lowest numbers first. */
  void forEach(Visitor visitor) {
    for (Page page : inOrder()) {
      for (int slot = 0; slot < PAGE_SIZE; slot++) {
        Outgoing message = page.slots.get(slot);
        if (message != null) {
          visitor.visit(page.index * PAGE_SIZE + slot, message);
        }
      }
    }
  }

  /** Is shown messages. */
  interface Visitor {
    /** Takes note of a message and its number. */
    void visit(long number, Outgoing message);
  }

  private List<Page> inOrder() {
    List<Page> ordered = new ArrayList<>(pages.values());
    ordered.sort(Comparator.comparingLong(page -> page.index));
    return ordered;
  }

  /**
   * Returns a number below which nothing is in it, nor will be.
   *
   * @param numbers tells how many numbers were given
   * @param otherwise returned if some of those are about to be put in
   */
  long lowest(LongSupplier numbers, long otherwise) {
    // What was put in is counted first: no more is put in than was given, so if all that was given
    // later had been put in before, nothing was about to be. The other way around a number that is
    // given and put in meanwhile would stand for one that is not.
    long putIn = puts.get();
    long given = numbers.getAsLong();
    if (putIn < given) {
      return otherwise;
    }
    for (Page page : inOrder()) {
      for (int slot = 0; slot < PAGE_SIZE; slot++) {
        if (page.slots.get(slot) != null) {
          return Math.min(given + 1, page.index * PAGE_SIZE + slot);
        }
      }
    }
    return given + 1;
  }

  /** Returns whether nothing is in it. */
  boolean isEmpty() {
    return takes.get() >= puts.get();
  }

  /** Returns how many messages are in it. */
  int size() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, puts.get() - takes.get()));
  }
}
