package io.teleport.engine.peer;

import io.teleport.NodeDownException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Pings that are under way. Safe for use by any thread. */
final class Pings {

  private final AtomicLong nonces = new AtomicLong();
  private final Map<Long, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

  /**
   * A ping whose pong is waited for.
   *
   * @param nonce tells it apart
   * @param pong completes with the pong
   */
  record Expected(long nonce, CompletableFuture<Void> pong) {}

  /** Waits for one more pong from now on. */
  Expected expect() {
    Expected expected = new Expected(nonces.incrementAndGet(), new CompletableFuture<>());
    waiting.put(expected.nonce(), expected.pong());
    return expected;
  }

  /** A pong came. */
  void onPong(long nonce) {
    CompletableFuture<Void> pong = waiting.remove(nonce);
    if (pong != null) {
      pong.complete(null);
    }
  }

  /** No pong will come any more. */
  void fail(String reason) {
    waiting.forEach(
        (nonce, pong) -> {
          waiting.remove(nonce);
          pong.completeExceptionally(new NodeDownException(reason));
        });
  }
}
