package io.teleport.engine.net;

import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A selector, its sockets, tasks and timers, run by whichever thread holds the loop at the moment.
 *
 * <p>The loop is bound to no thread. A task on the executor, the <em>slice</em>, runs it for about
 * half a second, then submits its successor and goes on until the successor has begun and waits to
 * take over. So no task lives for ever, and the loop never stands still: if the executor refuses
 * the successor, the slice that runs goes on and tries again.
 *
 * <p>A callback may give the thread something to do <em>aside</em>, such as running a listener. The
 * thread lets the loop go for that, and takes it up again afterwards: no other thread has to be
 * woken for a brief errand. If it does not come back soon, a second loop, the watcher, sees to it
 * that a successor takes over, and looks after the sockets until one does.
 *
 * <p>All callbacks (of keys, tasks and timers) run one at a time, each seeing what those before it
 * wrote. They must not block. {@link #execute}, {@link #after} and {@link #close} may be called by
 * any thread.
 */
public final class Loop {

  /** What a key's attachment does when its channel is ready. Called by the loop. */
  interface Ready {
    /** Acts on the key's ready operations. */
    void ready(SelectionKey key);
  }

  /** How an attempt to lead went. */
  public enum Lead {
    /** Another thread has the loop; next time it may be free. */
    NOT_NOW,
    /** The thread ran the loop. */
    LED,
    /** The thread ran the loop, and found what is not for it; others should have the loop now. */
    NOT_ALONE
  }

  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LAST_MOMENT_MILLIS = 100;

  /** A single write of four megabytes takes milliseconds, more where processors are short. */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Times of timers are compared by their difference, which must not overflow. */
  private static final Duration LONGEST_DELAY = Duration.ofDays(36_500);

  /** Among so many timers nobody looks for those that were cancelled. */
  private static final int FEW_TIMERS = 1000;

  private final String name;
  private final Executor executor;
  private final LongSupplier nanoTime;
  private final Selector selector;
  private final Refusals refusals;
  private final Aside aside = new Aside(this);
  private final Standby standby = new Standby(this);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final ReentrantLock ownership = new ReentrantLock();
  private final AtomicBoolean selecting = new AtomicBoolean();
  private final AtomicBoolean started = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean closing;
  private volatile boolean successorBegan;
  private volatile long lastBusy;

  // What follows belongs to the thread that holds the loop.
  private boolean successorSubmitted;
  private boolean heldByGuest;
  private long timerNumber;

  /** With how many timers those are removed that were cancelled. */
  private int manyTimers = FEW_TIMERS;

  /**
   * Creates a loop; it runs after {@link #start}.
   *
   * @param name for log messages
   * @throws IOException if the operating system gives no selector
   */
  public Loop(String name, Executor executor, LongSupplier nanoTime) throws IOException {
    this.name = name;
    this.executor = executor;
    this.nanoTime = nanoTime;
    this.selector = Selector.open();
    this.refusals = new Refusals(name);
    this.lastBusy = nanoTime.getAsLong() - QUIET_NANOS;
  }

  /**
   * Submits the first slice.
   *
   * @throws RejectedExecutionException if the executor refuses it
   * @throws IllegalStateException if the loop was started or closed before
   */
  public void start() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("the I/O loop " + name + " was started or closed before");
    }
    successorSubmitted = true;
    try {
      executor.execute(this::runSlice);
    } catch (RejectedExecutionException e) {
      ended.countDown();
      closeSelector();
      throw e;
    }
  }

  /**
   * Names the loop that looks after this one while its thread is at something else; without one,
   * nothing is done aside. Called before the start.
   */
  public void watchedBy(Loop other) {
    aside.watchedBy(other);
  }

  /**
   * Has the calling thread run a task as soon as it has dealt with what is ready now. The thread
   * does not hold the loop then, so the task may block.
   *
   * @param task what is to be run
   * @param elsewhere runs the task if it turns out that this thread has too much to do
   * @return false if the thread does not hold the loop, or has something to do already; the task is
   *     the caller's to run then
   */
  public boolean runAside(Runnable task, Executor elsewhere) {
    if (!isHeldByCaller() || heldByGuest || closing) {
      return false;
    }
    if (standby.isLed()) {
      standby.leaveOthersWork();
      return false;
    }
    return aside.take(task, elsewhere);
  }

  /** There is much to read: what was to be run aside is left to others. Called on the loop. */
  public void stayWithSockets() {
    aside.leaveToOthers();
  }

  /**
   * Runs the loop on the calling thread until something is done that the loop will bring, unless
   * another thread has the loop. What it brings for others goes to others: nothing is run aside.
   *
   * <p>Between one such visit and the next nobody may serve the loop, for up to two milliseconds
   * after the last. So it is for threads that come again and again, at once; the first attempts
   * only have the loop made free for the next.
   *
   * @param until what the thread waits for; it may end otherwise, too, when this returns
   * @param timeout for how long at the most, in nanoseconds
   * @param looking for how long not to sleep while there is nothing to do, in nanoseconds
   */
  public Lead lead(Future<?> until, long timeout, long looking) {
    if (aside.isAway()) {
      // Perhaps it is this very thread that is away, and will want to read on when it returns.
      return Lead.NOT_NOW;
    }
    return standby.lead(until, timeout, looking);
  }

  /** Returns whether nobody serves the loop at the moment, but somebody is about to. */
  boolean isUnattended() {
    return standby.isUnattended();
  }

  /** Takes note of a time at which a socket of the loop was written to. */
  void busyAt(long now) {
    lastBusy = now;
  }

  /** Returns whether none of its sockets had anything to do for 20 milliseconds. */
  public boolean isQuiet() {
    return nanoTime.getAsLong() - lastBusy > QUIET_NANOS;
  }

  /** Returns whether the calling thread holds the loop. */
  public boolean isHeldByCaller() {
    return ownership.isHeldByCurrentThread();
  }

  /** Runs a task on the loop, soon. Tasks submitted after {@link #close} are not run. */
  public void execute(Runnable task) {
    tasks.add(task);
    wake();
  }

  /**
   * Runs a task on the loop and waits until it has run, for a second at the most. Not for the loop
   * itself.
   */
  public void runAndWait(Runnable task) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    execute(
        () -> {
          try {
            task.run();
          } finally {
            done.countDown();
          }
        });
    if (!done.await(1, TimeUnit.SECONDS)) {
      Log.warn("TLP1005", "I/O loop " + name + ": a task did not run within a second");
    }
  }

  /** Runs a task that takes a while on another thread; if there is none, on this one. */
  void elsewhere(Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      Log.debug("TLP1006", "I/O loop " + name + ": a task was refused, and is run by the loop");
      task.run();
    }
  }

  /** Runs a task on the loop after a delay, of a hundred years at the most. */
  public Timer after(Duration delay, Runnable task) {
    Duration bounded = delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    Timer timer = new Timer(nanoTime.getAsLong() + bounded.toNanos(), task);
    execute(
        () -> {
          timer.order(timerNumber++);
          timers.add(timer);
          removeCancelledTimers();
        });
    return timer;
  }

  /** Time-outs are cancelled most often, long before their time: they must not pile up. */
  private void removeCancelledTimers() {
    if (timers.size() > manyTimers) {
      timers.removeIf(Timer::isCancelled);
      manyTimers = Math.max(FEW_TIMERS, 2 * timers.size());
    }
  }

  /** Returns the clock that timers go by. */
  public LongSupplier nanoTime() {
    return nanoTime;
  }

  /** Registers a channel. Called on the loop. */
  SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
    return channel.register(selector, operations, ready);
  }

  /** Ends the loop soon. */
  public void requestClose() {
    closing = true;
    if (aside.isAway()) {
      attend();
    }
    if (started.compareAndSet(false, true)) {
      // There is no slice that could do it.
      closeSelector();
      ended.countDown();
    } else {
      selector.wakeup();
      standby.recall();
    }
  }

  /**
   * Ends the loop: what was submitted before still runs, then the selector is closed. Channels are
   * their owners' to close.
   *
   * @return whether the loop ended within the time
   */
  public boolean close(Duration timeout) throws InterruptedException {
    requestClose();
    boolean hasEnded = ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    // Who comes back finds nothing to do; a listener that does not return is not waited for.
    aside.awaitReturn(LAST_MOMENT_MILLIS, TimeUnit.MILLISECONDS);
    return hasEnded;
  }

  /** Sees to it that what was submitted is run soon. */
  private void wake() {
    if (!wakeSelector()) {
      standby.attend();
    }
  }

  /** Ends the wait of the thread that has the loop; returns false if it does not wait. */
  boolean wakeSelector() {
    // Only a loop that really is in select (or on its way, past its last look at the queue) needs
    // the system call.
    boolean waits = selecting.get() && selecting.compareAndSet(true, false);
    if (waits) {
      selector.wakeup();
    }
    return waits;
  }

  private void runSlice() {
    successorBegan = true;
    selector.wakeup();
    ownership.lock();
    try {
      if (ended.getCount() == 0) {
        return;
      }
      aside.returned();
      successorBegan = false;
      successorSubmitted = false;
      iterate();
    } finally {
      if (ownership.isHeldByCurrentThread()) {
        ownership.unlock();
      }
    }
  }

  /** Lets the loop go: another thread may take it. */
  void letGo() {
    ownership.unlock();
  }

  /**
   * Takes the loop again.
   *
   * @param patience how long to wait for it, in nanoseconds
   * @return false if another thread has it, or it has ended
   */
  boolean takeAgain(long patience) {
    boolean taken = ownership.tryLock();
    if (!taken) {
      // Who has it may only have looked in, and then it is this thread's to end if it is closing.
      long most = closing ? TimeUnit.MILLISECONDS.toNanos(LAST_MOMENT_MILLIS) : patience;
      try {
        taken = ownership.tryLock(most, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        taken = ownership.tryLock();
      }
    }
    return taken && ended.getCount() > 0;
  }

  /** Takes the loop again, which nobody but one that leads can have. */
  void takeBack() {
    ownership.lock();
  }

  /** Takes the loop if nobody has it. */
  boolean takeIfFree() {
    return ownership.tryLock();
  }

  /** Returns whether there is nothing to be run, and no reason to end. */
  boolean isIdle() {
    return tasks.isEmpty() && !closing;
  }

  /** Does what there is to do. Called by a thread that leads. */
  void visit(long until, boolean mayWait) {
    try {
      iterateOnce(until, mayWait);
    } catch (IOException e) {
      Log.error("TLP1001", "I/O loop " + name + ": select failed, trying again", e);
    }
  }

  /** Stands in for a thread that is away: asks for a successor, and serves who is ready now. */
  void attend() {
    if (!ownership.tryLock()) {
      return;
    }
    try {
      if (ended.getCount() == 0) {
        aside.returned();
        return;
      }
      if (!successorSubmitted) {
        submitSuccessor();
      }
      heldByGuest = true;
      iterateOnce(nanoTime.getAsLong(), false);
    } catch (IOException e) {
      Log.error("TLP1001", "I/O loop " + name + ": select failed, trying again", e);
    } finally {
      heldByGuest = false;
      ownership.unlock();
    }
  }

  private void iterate() {
    long sliceEnds = nanoTime.getAsLong() + SLICE_NANOS;
    while (!successorBegan) {
      if (closing) {
        finish();
        return;
      }
      // An interrupt meant for what this thread did before would make every select return at once.
      Thread.interrupted();
      try {
        iterateOnce(sliceEnds, true);
      } catch (IOException e) {
        Log.error("TLP1001", "I/O loop " + name + ": select failed, trying again", e);
      }
      if (aside.hasTask() && !aside.leaveAndReturn()) {
        return;
      }
      if (mayStandBy() && isIdle()) {
        standby.standBy(sliceEnds);
      }
      if (!successorSubmitted && nanoTime.getAsLong() >= sliceEnds) {
        sliceEnds = submitSuccessor();
      }
    }
  }

  private long submitSuccessor() {
    long now = nanoTime.getAsLong();
    try {
      successorSubmitted = true;
      executor.execute(this::runSlice);
      refusals.ended();
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // An error if the operating system gives no thread.
      successorSubmitted = false;
      refusals.another(e, now);
    }
    return now + SLICE_NANOS;
  }

  private void iterateOnce(long until, boolean mayWait) throws IOException {
    runTasks();
    if (mayWait) {
      selecting.set(true);
    }
    if (!mayWait || !tasks.isEmpty() || isLeftSoon()) {
      selecting.set(false);
      selector.selectNow(this::dispatch);
    } else {
      selector.select(this::dispatch, millisToWait(until));
      selecting.set(false);
    }
    runTimers();
  }

  /** Returns whether the thread that has the loop is about to do something else. */
  private boolean isLeftSoon() {
    return aside.hasTask() || successorBegan || closing || standby.isRecalled() || mayStandBy();
  }

  /** Returns whether somebody wants to lead, and no successor is about to have the loop. */
  private boolean mayStandBy() {
    return standby.isWanted() && !successorSubmitted && !standby.isLed();
  }

  private long millisToWait(long sliceEnds) {
    long until = successorSubmitted ? Long.MAX_VALUE : sliceEnds - nanoTime.getAsLong();
    Timer next = timers.peek();
    if (next != null) {
      until = Math.min(until, next.due() - nanoTime.getAsLong());
    }
    if (until == Long.MAX_VALUE) {
      return 0;
    }
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(until) + 1);
  }

  private void dispatch(SelectionKey key) {
    lastBusy = nanoTime.getAsLong();
    guarded(() -> ((Ready) key.attachment()).ready(key));
  }

  void runTasks() {
    // A task that submits tasks must not keep the sockets waiting: only those that are here now
    // run.
    for (int most = 4096; most > 0; most--) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      guarded(task);
    }
  }

  private void runTimers() {
    while (!timers.isEmpty() && timers.peek().due() - nanoTime.getAsLong() <= 0) {
      Runnable task = timers.remove().task();
      if (task != null) {
        guarded(task);
      }
    }
  }

  void guarded(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException | Error e) {
      // An error, too, such as a lack of memory: a loop that ends takes the whole node with it.
      Log.error("TLP1003", "I/O loop " + name + ": a callback failed; the loop goes on", e);
    }
  }

  private void finish() {
    while (!tasks.isEmpty()) {
      runTasks();
    }
    timers.clear();
    closeSelector();
    ended.countDown();
    aside.runLast();
  }

  private void closeSelector() {
    try {
      selector.close();
    } catch (IOException | ClosedSelectorException e) {
      Log.error("TLP1004", "I/O loop " + name + ": closing the selector failed", e);
    }
  }
}
