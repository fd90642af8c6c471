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

  /** Returns a nonce whose pong is waited for from now on. */
  long expect() {
    long nonce = nonces.incrementAndGet();
    waiting.put(nonce, new CompletableFuture<>());
    return nonce;
  }

  /** Returns what completes with the pong. */
  CompletableFuture<Void> pong(long nonce) {
    return waiting.get(nonce);
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
