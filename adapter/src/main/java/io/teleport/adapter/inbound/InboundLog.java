package io.teleport.adapter.inbound;

import io.teleport.engine.observe.Log;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What one endpoint has to say: TLP2101 to TLP2199. What may repeat is rate-limited. */
final class InboundLog {

  private static final Logger LOG = System.getLogger("io.teleport");
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final String name;
  private final RateLimit failures;
  private final RateLimit unavailable;
  private final RateLimit unsent;
  private final RateLimit unanswered;
  private final RateLimit given;

  InboundLog(String name, LongSupplier nanoTime) {
    this.name = name;
    this.failures = new RateLimit(INTERVAL, nanoTime);
    this.unavailable = new RateLimit(INTERVAL, nanoTime);
    this.unsent = new RateLimit(INTERVAL, nanoTime);
    this.unanswered = new RateLimit(INTERVAL, nanoTime);
    this.given = new RateLimit(INTERVAL, nanoTime);
  }

  void listenerFailed(InboundTeleportMessage message, Throwable failure) {
    warn(
        failures,
        "TLP2101: the listener of name '%s' failed on %s".formatted(name, described(message)),
        failure);
  }

  void unavailable(Duration pause, Exception reason) {
    warn(
        unavailable,
        "TLP2102: the container has no endpoint for name '%s'; messages wait, next attempt in %d ms"
            .formatted(name, pause.toMillis()),
        reason);
  }

  void answerNotSent(InboundTeleportMessage message, Throwable reason) {
    warn(
        unsent,
        "TLP2103: the answer of the listener of name '%s' could not be sent to %s"
            .formatted(name, message.sender()),
        reason);
  }

  void notAnswered(InboundTeleportMessage message) {
    warn(
        unanswered,
        "TLP2104: the listener of name '%s' returned without answering a %s from %s"
            .formatted(name, message.kind(), message.sender()),
        null);
  }

  void leftBehind(int count, String reason) {
    Log.warn(
        "TLP2105",
        "%d messages to name '%s' are not delivered; they are dead letters, and calls among them"
                .formatted(count, name)
            + " fail: "
            + reason);
  }

  void parked(int count, Duration grace) {
    Log.info(
        "TLP2107",
        "the listener of name '%s' was stopped; %d messages, and those that come, wait for it for %d ms"
                .formatted(name, count, grace.toMillis())
            + " (setting 'redeployGrace')");
  }

  void takenOver(int count, Duration after) {
    Log.info(
        "TLP2108",
        "name '%s' has a listener again after %d ms, which takes over %d messages"
            .formatted(name, after.toMillis(), count));
  }

  void givenUp(InboundTeleportMessage message, String why) {
    warn(
        given,
        "TLP2109: %s, on which the listener of name '%s' failed, is given up (%s) and a dead letter of its sender"
            .formatted(described(message), name, why),
        null);
  }

  private static String described(InboundTeleportMessage message) {
    String length = message.size() < 0 ? "unknown length" : message.size() + " bytes";
    return "a %s of %s from %s".formatted(message.kind(), length, message.sender());
  }

  void stillRunning(int count, Duration bound) {
    Log.warn(
        "TLP2106",
        "%d deliveries to name '%s' did not end within %d ms (setting 'shutdownTimeout') and are left"
                .formatted(count, name, bound.toMillis())
            + " to themselves");
  }

  private static void warn(RateLimit limit, String message, Throwable reason) {
    limit
        .permit()
        .ifPresent(
            leftOut ->
                LOG.log(
                    Level.WARNING,
                    leftOut == 0 ? message : message + " (and " + leftOut + " more like this)",
                    reason));
  }
}
