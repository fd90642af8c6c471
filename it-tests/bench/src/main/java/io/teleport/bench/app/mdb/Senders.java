package io.teleport.bench.app.mdb;

import io.teleport.bench.role.Parallel;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends on several threads, as fast as the window lets it, until told to stop. Orders come from one
 * thread, credit from any.
 */
@ApplicationScoped
public class Senders {

  private static final long LOOK_MILLIS = 100;

  /** Into how many steps a window is divided. */
  private static final int STEPS = 16;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  private ThreadFactory factory;

  private final LongAdder sent = new LongAdder();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile Semaphore credit = new Semaphore(0);
  private volatile boolean stopping;
  private int run;

  /** Takes credit of the receiver. */
  void credit(int messages) {
    credit.release(messages);
  }

  /**
   * Begins to send.
   *
   * @param window how many messages all senders together may be ahead of the receiver
   */
  void start(Transport transport, int count, int size, int window) {
    stopping = false;
    sent.reset();
    credit = new Semaphore(window);
    run++;
    int thisRun = run;
    int step = Math.max(1, window / STEPS);
    threads.addAll(
        new Parallel(factory)
            .start(
                count,
                sender -> send(transport, new Header(thisRun, sender, 0, step), size),
                failure));
  }

  private void send(Transport transport, Header first, int size) throws Exception {
    Semaphore mine = credit;
    int number = 0;
    try (Outlet outlet = transport.open(Content.random(size, first.sender()))) {
      while (!stopping) {
        if (mine.tryAcquire(first.step(), LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          for (int i = 0; i < first.step(); i++) {
            outlet.send(new Header(first.run(), first.sender(), number, first.step()));
            number++;
          }
        }
      }
    } finally {
      sent.add(number);
    }
  }

  /**
   * Ends sending.
   *
   * @return {@code sent=…}, since the last start
   */
  String stop() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join();
    }
    threads.clear();
    if (failure.get() != null) {
      throw new IllegalStateException("a sender failed", failure.get());
    }
    return "sent=" + sent.sum();
  }
}
