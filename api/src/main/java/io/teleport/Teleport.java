package io.teleport;

import io.teleport.term.Term;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Teleport in one line, for injection: {@code @Inject Teleport teleport}, then {@code
 * teleport.send("orders@billing@host2", order)}.
 *
 * <p>Each call takes a connection from the factory and gives it back. Addresses are texts that
 * {@link Address#parse} reads; any other text is an {@link IllegalArgumentException}. Safe for use
 * by any number of threads. For all other exceptions, and for transactions, see {@link
 * TeleportConnection}; where the container gives no connection, or the node is not running, each
 * method throws a {@link TeleportException}.
 */
public interface Teleport {

  /**
   * Sends a message.
   *
   * @see TeleportConnection#send(Address, Object)
   */
  void send(String address, Object message);

  /**
   * Sends a message in a certain way.
   *
   * @see TeleportConnection#send(Address, Object, SendOptions)
   */
  void send(String address, Object message, SendOptions options);

  /**
   * Sends a message and tells what becomes of it.
   *
   * @see TeleportConnection#sendAsync(Address, Object)
   */
  CompletionStage<Void> sendAsync(String address, Object message);

  /**
   * Sends a message in a certain way and tells what becomes of it.
   *
   * @see TeleportConnection#sendAsync(Address, Object, SendOptions)
   */
  CompletionStage<Void> sendAsync(String address, Object message, SendOptions options);

  /**
   * Sends a request and waits for its answer.
   *
   * @see TeleportConnection#call(Address, Object, Duration)
   */
  Term call(String address, Object request, Duration timeout);

  /**
   * Sends a request and waits for its answer as a Java value.
   *
   * @see TeleportConnection#call(Address, Object, Duration, Class)
   */
  <T> T call(String address, Object request, Duration timeout, Class<T> type);

  /**
   * Sends a request that has no answer.
   *
   * @see TeleportConnection#cast
   */
  void cast(String address, Object request);

  /** Returns the name of the local node. */
  NodeName node();
}
