package io.teleport.liberty.probe;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.Teleport;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.TeleportException;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Sends and calls, in transactions of the container or without, and writes down what came of it.
 */
@Stateless
public class Sender {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Inject private TeleportConnectionFactory factory;

  @Inject private Teleport teleport;

  /** Returns whether a node answers; opens its pool. */
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public boolean reaches(NodeName node) {
    try (TeleportConnection connection = factory.getConnection()) {
      return connection.ping(node);
    }
  }

  /** Sends at once. */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void sendAtOnce(String to, String text) {
    follow("send " + text, teleport.sendAsync(to, text));
  }

  /** Begins a call. */
  public void beginCall(String to, String text) {
    try (TeleportConnection connection = factory.getConnection()) {
      follow("call " + text, connection.callAsync(Address.parse(to), text, TIMEOUT));
    }
  }

  /** Calls, from within a transaction, and returns the answer, or the name of the exception. */
  public String call(String to, String text) {
    try {
      return teleport.call(to, text, TIMEOUT, String.class);
    } catch (TeleportException e) {
      return e.getClass().getSimpleName();
    }
  }

  /** Sends in the transaction of the caller, or else in one of its own. */
  public void send(List<String> to, String text) {
    to.forEach(each -> follow("send " + text + " to " + each, teleport.sendAsync(each, text)));
  }

  /** Sends in a transaction of its own, and returns when a node is lost. */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public void sendAndAwaitLoss(List<String> to, String text) {
    send(to, text);
    Loss.await(text);
  }

  private static void follow(String what, CompletionStage<?> stage) {
    stage.whenComplete(
        (value, failure) ->
            Diary.note(
                what + ": " + (failure == null ? "done" : failure.getClass().getSimpleName())));
  }
}
