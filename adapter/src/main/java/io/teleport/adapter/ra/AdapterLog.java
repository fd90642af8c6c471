package io.teleport.adapter.ra;

import io.teleport.engine.node.LocalNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** What the resource adapter says: TLP2001 to TLP2099. */
final class AdapterLog {

  private static final Logger LOG = System.getLogger("io.teleport");

  private AdapterLog() {}

  static void started(LocalNode node, String version) {
    LOG.log(
        Level.INFO,
        "TLP2001: Teleport {0} runs node {1}, which listens on {2}",
        version,
        node.name(),
        node.listeningAt());
  }

  static void stopped(LocalNode node, Duration took) {
    LOG.log(Level.INFO, "TLP2002: node {0} stopped in {1} ms", node.name(), took.toMillis() + "");
  }

  static void unknownSetting(UnknownNames.Unknown unknown) {
    LOG.log(
        Level.WARNING,
        "TLP2003: {0} is set in MicroProfile Config and is no setting; the one with the most similar"
            + " name is {1}",
        unknown.name(),
        unknown.nearest());
  }

  static void noMicroProfileConfig(Throwable reason) {
    LOG.log(
        Level.DEBUG,
        "TLP2004: the server has no MicroProfile Config; settings come from config-properties only",
        reason);
  }

  static void activatedTwice(String name) {
    LOG.log(
        Level.WARNING,
        "TLP2005: the container activated the endpoint of name ''{0}'' again; it is active already",
        name);
  }

  static void activationAfterStartFailed(String name, Exception reason) {
    LOG.log(
        Level.ERROR,
        () ->
            "TLP2006: the endpoint of name '%s', which was activated before the resource adapter"
                .formatted(name)
                + " started, gets no messages",
        reason);
  }
}
