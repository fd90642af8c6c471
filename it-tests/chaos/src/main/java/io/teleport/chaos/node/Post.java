package io.teleport.chaos.node;

import io.teleport.Address;
import io.teleport.SendOptions;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * How messages are sent: the one place that knows what the interface of Teleport offers. Safe for
 * use by any thread.
 */
final class Post {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final ThreadLocal<TeleportConnection> connections;

  Post(TeleportConnectionFactory factory) {
    connections = ThreadLocal.withInitial(factory::getConnection);
  }

  /**
   * Sends a message.
   *
   * @param key its ordering key; 0 for none
   * @return completes when the message is confirmed, or fails when it is not
   * @throws io.teleport.TeleportException if it is refused
   */
  CompletionStage<Void> send(Address to, Tuple message, int key) {
    SendOptions options = key == 0 ? SendOptions.DEFAULT : SendOptions.inOrderOf("key-" + key);
    return connections.get().sendAsync(to, message, options);
  }

  /**
   * Sends a request.
   *
   * @return the answer, or why there is none
   * @throws io.teleport.TeleportException if it is refused
   */
  CompletionStage<Term> call(Address to, Tuple message) {
    return connections.get().callAsync(to, message, PATIENCE);
  }
}
