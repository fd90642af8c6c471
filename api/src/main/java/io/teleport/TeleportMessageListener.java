package io.teleport;

/**
 * Implemented by a message-driven bean that takes messages. The activation property {@code name}
 * says under which name the bean is registered on its node.
 *
 * <p>If a caller waits for an answer, the bean gives it with {@link TeleportMessage#replyTo}, at
 * once or later. If it returns without having asked for that, a {@link TeleportMessage.Kind#CALL}
 * ends in a {@link ListenerFailedException}, and a {@link TeleportMessage.Kind#SYNC_NOTIFY} as it
 * should. A bean whose return value is the answer implements {@link TeleportRequestListener}.
 *
 * <p>Instances are called by one thread each; how many at a time, the activation property {@code
 * concurrency} says.
 */
public interface TeleportMessageListener {

  /**
   * Takes a message.
   *
   * @param message valid until this method returns
   * @throws Exception anything: it is logged here, and reaches a caller as {@link
   *     ListenerFailedException} without its stack trace. With the activation property {@code
   *     acknowledge=on-return} a message that no caller waits for is delivered again.
   */
  void onMessage(TeleportMessage message) throws Exception;
}
