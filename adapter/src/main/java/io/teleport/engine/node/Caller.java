package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.CallTimeoutException;
import io.teleport.NodeName;
import io.teleport.TeleportException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.net.Loop;
import io.teleport.engine.peer.IncomingMessage;
import io.teleport.term.Term;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Sends requests and waits for their answers. Safe for use by any thread that may block. */
final class Caller {

  private final PendingCalls calls;
  private final Dispatcher dispatcher;
  private final Loop timers;
  private final Function<NodeName, Executor> completions;
  private final AnswerWait waiting;

  /**
   * Creates it.
   *
   * @param timers tells when the time of an asynchronous call is up
   * @param completions completes asynchronous calls to a node, which runs user code
   * @param waiting how a thread waits for its answer
   */
  Caller(
      PendingCalls calls,
      Dispatcher dispatcher,
      Loop timers,
      Function<NodeName, Executor> completions,
      AnswerWait waiting) {
    this.waiting = waiting;
    this.calls = calls;
    this.dispatcher = dispatcher;
    this.timers = timers;
    this.completions = completions;
  }

  /** Sends a request and waits for the answer, whose binaries are on the heap. */
  Term call(Address to, MessageKind kind, Sendable request, Duration timeout) {
    long begin = System.nanoTime();
    long deadline = begin + timeout.toNanos();
    PendingCall call = begin(to, kind, request);
    try {
      waiting.await(call.answer(), begin, deadline);
      IncomingMessage answer =
          call.answer().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      waiting.came(begin);
      return call.read(answer);
    } catch (TimeoutException e) {
      call.fail(timedOut(to, timeout));
      // The answer may have come between the time-out and its taking effect.
      return readNow(call);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      TeleportException interrupted =
          new TeleportException("interrupted while waiting for the answer of " + to, e);
      if (call.fail(interrupted)) {
        throw interrupted;
      }
      return readNow(call);
    }
  }

  private static Term readNow(PendingCall call) {
    try {
      return call.read(call.answer().join());
    } catch (CompletionException e) {
      throw rethrown(e.getCause());
    }
  }

  /** Sends a request; the stage completes on a thread of the executor. */
  CompletionStage<Term> callAsync(
      Address to, MessageKind kind, Sendable request, Duration timeout) {
    PendingCall call = begin(to, kind, request);
    CompletableFuture<Term> stage = new CompletableFuture<>();
    var timer = timers.after(timeout, () -> call.fail(timedOut(to, timeout)));
    var unused =
        call.answer()
            .whenComplete(
                (message, failure) -> {
                  timer.cancel();
                  completions
                      .apply(to.node())
                      .execute(() -> complete(stage, call, message, failure));
                });
    return stage;
  }

  private static void complete(
      CompletableFuture<Term> stage, PendingCall call, IncomingMessage message, Throwable failure) {
    if (failure != null) {
      stage.completeExceptionally(failure);
      return;
    }
    Term answer;
    try {
      answer = call.read(message);
    } catch (RuntimeException e) {
      stage.completeExceptionally(e);
      return;
    }
    stage.complete(answer);
  }

  private PendingCall begin(Address to, MessageKind kind, Sendable request) {
    PendingCall call = calls.begin(to);
    try {
      dispatcher.request(call, kind, request);
    } catch (RuntimeException e) {
      call.fail(new TeleportException("the request was not sent", e));
      throw e;
    }
    return call;
  }

  private static CallTimeoutException timedOut(Address to, Duration timeout) {
    return new CallTimeoutException(
        "no answer of %s within %d ms".formatted(to, timeout.toMillis()));
  }

  private static RuntimeException rethrown(Throwable failure) {
    return failure instanceof RuntimeException runtime
        ? runtime
        : new TeleportException("the call failed", failure);
  }
}
