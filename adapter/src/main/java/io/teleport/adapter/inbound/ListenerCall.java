package io.teleport.adapter.inbound;

import io.teleport.TeleportMessage;
import io.teleport.TeleportMessageListener;
import io.teleport.TeleportRequestListener;
import io.teleport.engine.node.Sendable;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Calls a bean through its endpoint. {@code beforeDelivery} and {@code afterDelivery} surround the
 * call as a pair: a transaction of the bean begins in the one and ends in the other (JCA 2.1,
 * section 13.5.6), and some containers find the bean's class loader only so.
 */
final class ListenerCall {

  private static final Method ON_MESSAGE = method(TeleportMessageListener.class, "onMessage");
  private static final Method ON_REQUEST = method(TeleportRequestListener.class, "onRequest");
  private static final String EJB_EXCEPTION = "jakarta.ejb.EJBException";

  private final Transactions transactions;

  ListenerCall(Transactions transactions) {
    this.transactions = transactions;
  }

  private static Method method(Class<?> listener, String name) {
    try {
      return listener.getMethod(name, TeleportMessage.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(listener + " has lost its method " + name, e);
    }
  }

  /**
   * Delivers a message.
   *
   * @return the bean's answer, if it is one that answers with its return value
   * @throws EndpointUnusableException if the bean has not been called
   * @throws Throwable what the bean threw, or what the container did because the transaction
   *     failed, or a {@link jakarta.transaction.RollbackException} if it failed in silence
   */
  Optional<Sendable> deliver(MessageEndpoint endpoint, TeleportMessage message) throws Throwable {
    boolean answers = endpoint instanceof TeleportRequestListener;
    try {
      endpoint.beforeDelivery(answers ? ON_REQUEST : ON_MESSAGE);
    } catch (Exception e) {
      throw new EndpointUnusableException(e);
    }
    Transactions.End transaction = null;
    Optional<Sendable> answer;
    try {
      transaction = transactions.watch();
      answer = call(endpoint, message);
    } catch (Throwable failure) {
      afterFailure(endpoint, failure);
      throw unwrapped(failure);
    }
    endpoint.afterDelivery();
    if (transaction != null) {
      transaction.check();
    }
    return answer;
  }

  private static Optional<Sendable> call(MessageEndpoint endpoint, TeleportMessage message)
      throws Exception {
    if (endpoint instanceof TeleportRequestListener listener) {
      // Converted within the transaction: a value may load parts of itself only now.
      return Optional.of(Sendable.ofValue(listener.onRequest(message)));
    }
    if (endpoint instanceof TeleportMessageListener listener) {
      listener.onMessage(message);
      return Optional.empty();
    }
    throw new IllegalStateException(
        endpoint.getClass()
            + " is neither a TeleportMessageListener nor a TeleportRequestListener");
  }

  private static void afterFailure(MessageEndpoint endpoint, Throwable failure) {
    try {
      endpoint.afterDelivery();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  /** Returns what the bean threw where the container has wrapped it. */
  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    for (Class<?> c = failure.getClass(); c != null && cause != null; c = c.getSuperclass()) {
      if (c.getName().equals(EJB_EXCEPTION)) {
        return cause;
      }
    }
    return failure;
  }
}
