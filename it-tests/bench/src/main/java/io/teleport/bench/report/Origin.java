package io.teleport.bench.report;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where and with what a run was measured, as its summary says.
 *
 * @param machine its members, such as {@code processor}
 * @param versions by name, such as {@code otp}
 */
record Origin(Map<String, String> machine, Map<String, String> versions) {

  /** Of runs that do not say. */
  static final Origin UNKNOWN = new Origin(Map.of(), Map.of());

  Origin {
    machine = Map.copyOf(machine);
    versions = Map.copyOf(versions);
  }

  /** Returns whether figures of both may stand side by side: what both name is the same. */
  boolean agreesWith(Origin other) {
    return machine.equals(other.machine)
        && versions.entrySet().stream()
            .allMatch(
                version ->
                    version
                        .getValue()
                        .equals(other.versions.getOrDefault(version.getKey(), version.getValue())));
  }

  /** Returns an origin that names the versions of both, which agree. */
  Origin and(Origin other) {
    Map<String, String> all = new TreeMap<>(versions);
    all.putAll(other.versions);
    return new Origin(machine, all);
  }
}
