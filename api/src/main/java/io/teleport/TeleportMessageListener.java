package io.teleport;

/**
 * Implemented by a message-driven bean that takes messages. The activation property {@code name}
 * says under which name the bean is registered on its node.
 *
 * <p>If a caller waits for an answer, the bean gives it with {@link TeleportMessage#replyTo}, at
 * once or later. A bean whose return value is the answer implements {@link
 * TeleportRequestListener}.
 */
public interface TeleportMessageListener {

  /**
   * Takes a message.
   *
   * @throws Exception anything: it is logged here, and reaches a caller as {@link
   *     ListenerFailedException} without its stack trace
   */
  void onMessage(TeleportMessage message) throws Exception;
}
