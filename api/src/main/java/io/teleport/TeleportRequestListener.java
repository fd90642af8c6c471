package io.teleport;

/**
 * Implemented by a message-driven bean that answers requests. The activation property {@code name}
 * says under which name the bean is registered on its node, and {@code concurrency} how many
 * requests it serves at a time, by one instance each.
 */
public interface TeleportRequestListener {

  /**
   * Takes a request and returns its answer, which is sent when the bean's transaction, if it has
   * one, was committed. If no term stands for it, or it is too large for the caller's node, the
   * caller gets a {@link ListenerFailedException}.
   *
   * @param request valid until this method returns
   * @return a term, a value that one stands for (null for the atom {@code undefined}), or the
   *     request itself, whose payload then goes back as it came; dropped if nobody waits for it
   *     (see {@link TeleportMessage#kind}), or was answered by {@link TeleportMessage#replyTo}
   *     before
   * @throws Exception anything: it is logged here, and reaches the caller as {@link
   *     ListenerFailedException} without its stack trace
   */
  Object onRequest(TeleportMessage request) throws Exception;
}
