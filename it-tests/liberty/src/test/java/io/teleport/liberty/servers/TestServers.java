package io.teleport.liberty.servers;

import io.teleport.demo.runner.DemoNode;
import io.teleport.demo.runner.FreePorts;
import io.teleport.demo.runner.Layout;
import io.teleport.demo.runner.LibertyServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two servers with the demonstration's application, made afresh in a directory of their own. Ended
 * by {@link #close}, whatever happened. To be used by one thread.
 *
 * @param alpha the first, not started yet
 * @param beta the second, not started yet
 */
record TestServers(LibertyServer alpha, LibertyServer beta) implements AutoCloseable {

  static final String COOKIE = "between the servers of a test";

  static TestServers create(String test) throws IOException {
    return create(test, List.of());
  }

  /** Makes servers that also find some other nodes. */
  static TestServers create(String test, List<DemoNode> others) throws IOException {
    Layout layout = layout(test);
    List<Integer> ports = FreePorts.find(4);
    DemoNode alpha = new DemoNode("alpha", ports.get(0), ports.get(1));
    DemoNode beta = new DemoNode("beta", ports.get(2), ports.get(3));
    return new TestServers(
        LibertyServer.create(layout, alpha, with(beta, others), COOKIE),
        LibertyServer.create(layout, beta, with(alpha, others), COOKIE));
  }

  private static List<DemoNode> with(DemoNode peer, List<DemoNode> others) {
    List<DemoNode> all = new ArrayList<>(others);
    all.add(peer);
    return all;
  }

  static Layout layout(String test) {
    return new Layout(
        Path.of(System.getProperty("demo.target")),
        Path.of(System.getProperty("work.directory")).resolve(test));
  }

  @Override
  public void close() {
    alpha.close();
    beta.close();
  }
}
