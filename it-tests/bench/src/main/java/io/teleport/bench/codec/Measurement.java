package io.teleport.bench.codec;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one JVM measured.
 *
 * @param value what was encoded or decoded
 * @param direction which of it
 * @param peer by whom
 * @param round the number of the round, from 1
 * @param opsPerSecond operations a second, by one thread
 * @param bytesPerOp bytes that an operation allocates on the heap
 * @param cpuMicrosPerOp processor time that the whole JVM spends on an operation, in microseconds
 */
record Measurement(
    CodecCase value,
    Direction direction,
    Peer peer,
    int round,
    double opsPerSecond,
    double bytesPerOp,
    double cpuMicrosPerOp) {

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("workload", "codec");
    json.put("case", value.label());
    json.put("direction", direction.label());
    json.put("peer", peer.label());
    json.put("round", round);
    json.put("ops_per_s", opsPerSecond);
    json.put("bytes_per_op", bytesPerOp);
    json.put("cpu_us_per_op", cpuMicrosPerOp);
    return json;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-14s %-7s %-18s round %d %,14.1f ops/s %,14.0f B/op %,12.2f us CPU/op",
        value.label(),
        direction.label(),
        peer.label(),
        round,
        opsPerSecond,
        bytesPerOp,
        cpuMicrosPerOp);
  }
}
