package io.teleport.adapter.ra;

import io.teleport.engine.node.LocalNode;
import io.teleport.engine.observe.Log;
import java.time.Duration;

/** What the resource adapter says: TLP2001 to TLP2099. */
final class AdapterLog {

  private AdapterLog() {}

  static void started(LocalNode node, String version) {
    Log.info(
        "TLP2001",
        "Teleport %s runs node %s, which listens on %s"
            .formatted(version, node.name(), node.listeningAt()));
  }

  static void notInJmx(LocalNode node, Exception reason) {
    Log.warn("TLP2007", "JMX does not show node %s: %s".formatted(node.name(), reason));
  }

  static void stopped(LocalNode node, Duration took) {
    Log.info("TLP2002", "node %s stopped in %d ms".formatted(node.name(), took.toMillis()));
  }

  static void unknownSetting(UnknownNames.Unknown unknown) {
    Log.warn(
        "TLP2003",
        "%s is set in MicroProfile Config and is no setting; the one with the most similar name is %s"
            .formatted(unknown.name(), unknown.nearest()));
  }

  static void noMicroProfileConfig(Throwable reason) {
    Log.debug(
        "TLP2004",
        "the server has no MicroProfile Config; settings come from config-properties only: "
            + reason);
  }

  static void activatedTwice(String name) {
    Log.warn(
        "TLP2005",
        "the container activated the endpoint of name '%s' again; it is active already"
            .formatted(name));
  }

  static void activationAfterStartFailed(String name, Exception reason) {
    Log.error(
        "TLP2006",
        "the endpoint of name '%s', activated before the resource adapter started, gets no messages"
            .formatted(name),
        reason);
  }
}
