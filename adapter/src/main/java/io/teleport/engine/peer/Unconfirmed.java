package io.teleport.engine.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

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
  private final AtomicLong size = new AtomicLong();

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
    size.incrementAndGet();
    page.slots.set((int) (number % PAGE_SIZE), message);
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
      size.decrementAndGet();
      if (page.gone.incrementAndGet() == PAGE_SIZE) {
        pages.remove(page.index);
      }
    }
    return message;
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
    long from = Math.max(first, begin);
    long to = Math.min(last, begin + PAGE_SIZE - 1);
    for (long number = from; number <= to; number++) {
      Outgoing message = remove(page, (int) (number - begin));
      if (message != null) {
        taken.accept(message);
      }
    }
  }

  /** Takes everything out. */
  List<Outgoing> removeAll() {
    List<Outgoing> all = new ArrayList<>();
    remove(0, Long.MAX_VALUE, all::add);
    return all;
  }

  /** Returns whether nothing is in it. */
  boolean isEmpty() {
    return size.get() == 0;
  }

  /** Returns how many messages are in it. */
  int size() {
    return (int) Math.min(Integer.MAX_VALUE, size.get());
  }
}
