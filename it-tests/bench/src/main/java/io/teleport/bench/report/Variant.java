package io.teleport.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * In which of its ways a workload was run: with how many threads, with which value. Figures are
 * only compared within one.
 *
 * @param members what tells it from others, by the names of the file
 */
record Variant(Map<String, String> members) {

  static final String THREADS = "threads";
  static final String BYTES = "bytes";

  Variant {
    members = Map.copyOf(members);
  }

  /** Returns a name for people, such as {@code 16 callers}; empty if there is only one way. */
  String label(String workload) {
    List<String> parts = new ArrayList<>();
    members.entrySet().stream()
        .filter(member -> !member.getKey().equals(THREADS) && !member.getKey().equals(BYTES))
        .sorted(Map.Entry.comparingByKey())
        .forEach(member -> parts.add(member.getValue()));
    if (members.containsKey(BYTES)) {
      parts.add(Quantity.bytes(Double.parseDouble(members.get(BYTES))));
    }
    if (members.containsKey(THREADS)) {
      String count = members.get(THREADS);
      parts.add(count + " " + threads(workload) + (count.equals("1") ? "" : "s"));
    }
    return String.join(", ", parts);
  }

  /** Returns a part of the name; empty if the variant does not have it. */
  String member(String name) {
    return members.getOrDefault(name, "");
  }

  private static String threads(String workload) {
    return switch (workload) {
      case "ring", "mix" -> "sender";
      case "call" -> "caller";
      default -> "thread";
    };
  }
}
