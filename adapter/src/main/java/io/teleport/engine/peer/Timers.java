package io.teleport.engine.peer;

import java.time.Duration;

/** Runs something later, on the small loop. */
@FunctionalInterface
interface Timers {

  /** Runs a task after a delay. */
  void after(Duration delay, Runnable task);
}
