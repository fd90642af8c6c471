package io.teleport.liberty.servers;

import io.teleport.server.LibertyServer;
import io.teleport.server.LoopbackNode;
import io.teleport.server.ServerFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two servers with one application, made afresh in a directory of their own. Ended by {@link
 * #close}, whatever happened. To be used by one thread.
 *
 * @param alpha the first, not started yet
 * @param beta the second, not started yet
 */
record TestServers(LibertyServer alpha, LibertyServer beta) implements AutoCloseable {

  static final String COOKIE = "between the servers of a test";

  /** Makes servers with the demonstration's application. */
  static TestServers create(String test) throws IOException {
    return create(test, List.of());
  }

  /** Makes servers with the demonstration's application that also find some other nodes. */
  static TestServers create(String test, List<LoopbackNode> others) throws IOException {
    return create(test, Path.of(System.getProperty("demo.application")), others);
  }

  /** Makes servers with an application that also find some other nodes. */
  static TestServers create(String test, Path application, List<LoopbackNode> others)
      throws IOException {
    ServerFiles files = ServerFiles.unpacked(directory(test));
    List<LoopbackNode> nodes = LoopbackNode.onFreePorts(List.of("alpha", "beta"));
    LoopbackNode alpha = nodes.get(0);
    LoopbackNode beta = nodes.get(1);
    return new TestServers(
        LibertyServer.create(files, application, alpha, with(beta, others), COOKIE),
        LibertyServer.create(files, application, beta, with(alpha, others), COOKIE));
  }

  private static List<LoopbackNode> with(LoopbackNode peer, List<LoopbackNode> others) {
    List<LoopbackNode> all = new ArrayList<>(others);
    all.add(peer);
    return all;
  }

  /** Returns where the servers of a test are made. */
  static Path directory(String test) {
    return Path.of(System.getProperty("work.directory")).resolve(test);
  }

  @Override
  public void close() {
    alpha.close();
    beta.close();
  }
}
