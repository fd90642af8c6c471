package io.teleport.engine.peer;

import io.teleport.engine.net.Timer;
import java.io.IOException;
import java.time.Duration;

/**
 * Shows the peer that this node lives, and that each socket does, and notices when that is not so:
 * a tick leaves on every socket that was idle for a while, and when one is silent for too long the
 * pool is given up. Ticks are jittered, so that many peers do not tick at once.
 */
final class Liveness {

  private final Session session;
  private final Surroundings surroundings;
  private volatile boolean stopped;
  private volatile Timer timer;

  Liveness(Session session, Surroundings surroundings) {
    this.session = session;
    this.surroundings = surroundings;
  }

  /** Begins to tick. */
  void begin() {
    schedule();
  }

  /** Ends ticking. */
  void stop() {
    stopped = true;
    Timer pending = timer;
    if (pending != null) {
      pending.cancel();
    }
  }

  private void schedule() {
    Duration interval = surroundings.settings().tickInterval();
    double share = 0.75 + surroundings.random().nextDouble() * 0.25;
    Duration delay = Duration.ofNanos((long) (interval.toNanos() * share));
    timer = surroundings.smallLoop().after(delay, this::check);
  }

  private void check() {
    if (stopped) {
      return;
    }
    PeerSettings settings = surroundings.settings();
    long now = surroundings.smallLoop().nanoTime().getAsLong();
    Duration silence = Duration.ofNanos(now - session.lastRead());
    if (silence.compareTo(settings.peerTimeout()) > 0) {
      session.end(
          new IOException(
              "no sign of life for %d ms (peerTimeout is %d ms)"
                  .formatted(silence.toMillis(), settings.peerTimeout().toMillis())));
      return;
    }
    session.tick(now - settings.tickInterval().toNanos() / 2);
    session.association().tick();
    schedule();
  }
}
