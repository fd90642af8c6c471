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

  /** Begins to send. */
  void start(Transport transport, int count, int size) {
    stopping = false;
    sent.reset();
    Window window = Window.ofBytes(size);
    credit = new Semaphore(window.messages());
    run++;
    int thisRun = run;
    threads.addAll(
        new Parallel(factory)
            .start(count, sender -> send(transport, thisRun, sender, size), failure));
  }

  private void send(Transport transport, int thisRun, int sender, int size) throws Exception {
    int step = Window.ofBytes(size).step();
    Semaphore mine = credit;
    int number = 0;
    try (Outlet outlet = transport.open(Content.random(size, sender))) {
      while (!stopping) {
        if (mine.tryAcquire(step, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          for (int i = 0; i < step; i++) {
            outlet.send(new MessageId(thisRun, sender, number));
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
