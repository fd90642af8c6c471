package io.teleport.erlang;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An EPMD for the tests of a class, and the nodes that register with it: they end with the test, or
 * with the last one.
 */
final class Cluster implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  private final List<JavaNodes> nodes = new ArrayList<>();
  private final List<PeerNode> ofTest = new ArrayList<>();
  private final List<PeerNode> ofAll = new ArrayList<>();
  private Epmd epmd;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    epmd = Epmd.start();
  }

  /** Returns the EPMD. */
  Epmd epmd() {
    return epmd;
  }

  /** Returns room for nodes of ours, which are closed after the test. */
  JavaNodes nodes() {
    JavaNodes made = new JavaNodes(epmd);
    nodes.add(made);
    return made;
  }

  /** Starts an Erlang node, which ends after the test; see {@link PeerNode#start}. */
  PeerNode startErlang(String name, String... more) throws IOException, InterruptedException {
    return start(ofTest, name, more);
  }

  /** Starts an Erlang node, which ends after the last test. */
  PeerNode startErlangForAll(String name, String... more) throws IOException, InterruptedException {
    return start(ofAll, name, more);
  }

  private PeerNode start(List<PeerNode> into, String name, String... more)
      throws IOException, InterruptedException {
    PeerNode started = PeerNode.start(epmd, name, JavaNodes.COOKIE, more);
    into.add(started);
    return started;
  }

  /** Nodes of ours go first: what they have to have back then may be in a peer's hands. */
  @Override
  public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
    try {
      for (JavaNodes each : nodes) {
        each.close();
      }
    } finally {
      nodes.clear();
      close(ofTest);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    close(ofAll);
    epmd.close();
  }

  private static void close(List<PeerNode> peers) throws IOException {
    for (PeerNode peer : peers) {
      peer.close();
    }
    peers.clear();
  }
}
