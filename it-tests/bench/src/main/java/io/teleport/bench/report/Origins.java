package io.teleport.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where and with what the runs of a page were measured. */
final class Origins {

  private static final int MIB_PER_GIB = 1024;
  private static final Map<String, String> NAMES =
      Map.of(
          "processor", "Processor",
          "cores", "Cores",
          "memory_mib", "Memory",
          "kernel", "Kernel",
          "jdk", "JDK",
          "teleport", "Teleport",
          "java", "Java",
          "otp", "Erlang/OTP");
  private static final List<String> MACHINE =
      List.of("processor", "cores", "memory_mib", "kernel", "jdk");

  /**
   * Runs with the same machine and the same versions.
   *
   * @param origin of all of them
   * @param runs at least one
   */
  record Group(Origin origin, List<Run> runs) {

    /** Returns the most important in a line; empty if nothing is known. */
    String line() {
      Map<String, String> machine = origin.machine();
      return Stream.of(
              prefixed("Teleport ", origin.versions().get("teleport")),
              prefixed("", machine.get("processor")),
              machine.containsKey("cores") ? machine.get("cores") + " cores" : "",
              machine.containsKey("memory_mib") ? memory(machine.get("memory_mib")) : "",
              prefixed("Java ", origin.versions().get("java")),
              prefixed("OTP ", origin.versions().get("otp")))
          .filter(part -> !part.isEmpty())
          .collect(Collectors.joining(" · "));
    }

    private static String prefixed(String prefix, String value) {
      return value == null ? "" : prefix + value;
    }
  }

  private Origins() {}

  /** Returns the runs, those of the same origin together. */
  static List<Group> of(List<Run> runs) {
    List<Group> groups = new ArrayList<>();
    for (Run run : runs) {
      int at = 0;
      while (at < groups.size() && !groups.get(at).origin().agreesWith(run.origin())) {
        at++;
      }
      if (at == groups.size()) {
        groups.add(new Group(run.origin(), List.of(run)));
      } else {
        Group group = groups.get(at);
        List<Run> all = Stream.concat(group.runs().stream(), Stream.of(run)).toList();
        groups.set(at, new Group(group.origin().and(run.origin()), all));
      }
    }
    return groups;
  }

  static void write(Html html, List<Group> groups) {
    html.raw("<section id=\"origins\">\n").element("h2", "Machine and versions");
    html.raw("<div class=\"origins\">\n");
    for (Group group : groups) {
      html.raw("<div class=\"card\">\n");
      if (groups.size() > 1) {
        html.element(
            "h3",
            group.runs().stream()
                .map(run -> Chapter.shortTitle(run) + ", " + run.file().getFileName())
                .collect(Collectors.joining("; ")));
      }
      html.raw("<dl>\n");
      Map<String, String> machine = group.origin().machine();
      MACHINE.forEach(name -> entry(html, name, machine.getOrDefault(name, "not recorded")));
      new TreeMap<>(machine)
          .forEach(
              (name, value) -> {
                if (!MACHINE.contains(name)) {
                  entry(html, name, value);
                }
              });
      new TreeMap<>(group.origin().versions()).forEach((name, value) -> entry(html, name, value));
      html.raw("</dl>\n</div>\n");
    }
    html.raw("</div>\n</section>\n");
  }

  private static void entry(Html html, String name, String value) {
    html.element("dt", NAMES.getOrDefault(name, name));
    html.element("dd", name.equals("memory_mib") ? memory(value) : value);
  }

  private static String memory(String mib) {
    return mib.matches("\\d{1,15}")
        ? Quantity.exact(Math.round(Double.parseDouble(mib) * 10 / MIB_PER_GIB) / 10.0) + " GiB"
        : mib;
  }
}
