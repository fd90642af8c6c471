package io.teleport.chaos.node;

import io.teleport.Address;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * How messages are sent: the one place that knows what the interface of Teleport offers. Safe for
 * use by any thread.
 *
 * <p>It offers no ordering key, and tells the outcome of a one-way send to nobody but its counter
 * of dead letters.
 */
final class Post {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ThreadLocal<TeleportConnection> connections;

  Post(TeleportConnectionFactory factory) {
    connections = ThreadLocal.withInitial(factory::getConnection);
  }

  /**
   * Sends a message.
   *
   * @param key its ordering key; 0 for none
   * @return completes when the message is confirmed, or fails when it is not; empty if that is not
   *     told
   * @throws io.teleport.TeleportException if it is refused
   */
  Optional<CompletionStage<?>> send(Address to, Tuple message, int key) {
    connections.get().send(to, message);
    return Optional.empty();
  }

  /**
   * Sends a request.
   *
   * @param key its ordering key; 0 for none
   * @return the answer, or why there is none
   * @throws io.teleport.TeleportException if it is refused
   */
  CompletionStage<Term> call(Address to, Tuple message, int key) {
    return connections.get().callAsync(to, message, PATIENCE);
  }
}
