package io.teleport.bench.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The options of the JVMs that are measured. Those in the system property {@code bench.jvm} are
 * added, with {@code %n} for the index of the node.
 */
final class JvmOptions {

  private JvmOptions() {}

  /**
   * Returns the options of one.
   *
   * @param ofAll what all have
   */
  static List<String> of(int node, List<String> ofAll) {
    List<String> options = new ArrayList<>(ofAll);
    String extra = System.getProperty("bench.jvm");
    if (extra != null) {
      options.addAll(Arrays.asList(extra.replace("%n", Integer.toString(node)).split(" ", -1)));
    }
    return options;
  }
}
