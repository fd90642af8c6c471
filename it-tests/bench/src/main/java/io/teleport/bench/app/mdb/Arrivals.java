package io.teleport.bench.app.mdb;

import io.teleport.Address;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.term.IntegerTerm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what arrives, each message once, and gives the senders credit for more. Safe for use by
 * any thread.
 */
@ApplicationScoped
public class Arrivals {

  private static final Address CREDIT = Address.of(CreditBean.NAME, Nodes.SENDER);

  @Inject private TeleportConnectionFactory factory;

  private final AtomicLong messages = new AtomicLong();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder wrong = new LongAdder();

  private volatile Run run = new Run(0);

  /** The numbers that have arrived in one flow, by sender. */
  private static final class Run {

    private final int number;
    private final Map<Integer, BitSet> seen = new ConcurrentHashMap<>();

    Run(int number) {
      this.number = number;
    }

    boolean isNew(Header header) {
      BitSet numbers = seen.computeIfAbsent(header.sender(), sender -> new BitSet());
      synchronized (numbers) {
        boolean first = !numbers.get(header.number());
        numbers.set(header.number());
        return first;
      }
    }
  }

  /**
   * Counts a message.
   *
   * @param whole whether its check sum is right
   */
  void arrived(Header header, int size, boolean whole) {
    Run current = current(header.run());
    if (current == null || !current.isNew(header)) {
      // Twice, or after its flow had ended: it counts as wrong, and not as an arrival.
      wrong.increment();
      return;
    }
    if (!whole) {
      wrong.increment();
    }
    bytes.add(size);
    if (messages.incrementAndGet() % header.step() == 0) {
      try (TeleportConnection connection = factory.getConnection()) {
        connection.send(CREDIT, IntegerTerm.of(header.step()));
      }
    }
  }

  /** Returns the flow of a number; null if a later one has begun. */
  private Run current(int number) {
    Run current = run;
    if (current.number < number) {
      current = begin(number);
    }
    return current.number == number ? current : null;
  }

  private synchronized Run begin(int number) {
    if (run.number < number) {
      run = new Run(number);
    }
    return run;
  }

  /** Returns what arrived since this server began, and when that was read. */
  String counters() {
    return "messages=%d bytes=%d corrupt=%d nanos=%d"
        .formatted(messages.get(), bytes.sum(), wrong.sum(), System.nanoTime());
  }
}
