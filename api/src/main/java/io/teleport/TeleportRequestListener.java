package io.teleport;

/**
 * Implemented by a message-driven bean that answers requests. The activation property {@code name}
 * says under which name the bean is registered on its node.
 */
public interface TeleportRequestListener {

  /**
   * Takes a request and returns its answer.
   *
   * @return a term, a value that one stands for, or the request itself, whose payload then goes
   *     back as it came; dropped if nobody waits for it (see {@link TeleportMessage#kind})
   * @throws Exception anything: it is logged here, and reaches the caller as {@link
   *     ListenerFailedException} without its stack trace
   */
  Object onRequest(TeleportMessage request) throws Exception;
}
