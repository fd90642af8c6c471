package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * A node in a Java process of its own, which a test can kill.
 *
 * <p>It listens under the name {@code victim@127.0.0.1}, knows the node {@code alpha@127.0.0.1},
 * and has a listener {@code orders} that reads the first megabyte of every message and then does
 * nothing more. If it is given a file, it sends that to {@code orders} on alpha.
 */
final class ForkedNode implements AutoCloseable {

  private final Process process;

  private ForkedNode(Process process) {
    this.process = process;
  }

  static ForkedNode start(int port, LocalNode alpha, Path fileToSend) throws IOException {
    Process process =
        JavaProcess.of(
                "-Xmx128m",
                ForkedNode.class,
                String.valueOf(port),
                String.valueOf(alpha.listeningAt().getPort()),
                fileToSend == null ? "" : fileToSend.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new ForkedNode(process);
  }

  /** Kills it, as a power failure would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** What the process runs. */
  public static void main(String[] arguments) throws Exception {
    NodeName alpha = NodeName.of("alpha@127.0.0.1");
    NodeSettings settings =
        NodeSettings.builder(NodeName.of("victim@127.0.0.1"), RawPeer.COOKIE)
            .bindAddress("127.0.0.1")
            .port(Integer.parseInt(arguments[0]))
            .peer(
                alpha,
                new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1])))
            .build();
    LocalNode node = LocalNode.start(settings, NodeEnvironment.of(Executors.newCachedThreadPool()));
    Inboxes.Held inbox = new Inboxes.Held();
    node.register("orders", inbox);
    if (!arguments[2].isEmpty()) {
      node.send(
          Address.of("orders", alpha), MessageKind.SEND, Binary.ofFile(Path.of(arguments[2])));
    }
    while (true) {
      InboundMessage message = inbox.nextEver();
      if (message.decode() instanceof Binary binary && binary.size() > 0) {
        InputStream in = binary.openStream();
        in.readNBytes(1 << 20);
        // The message stays open, and so does its stream: there is nobody to read it on.
        node.send(Address.of("progress", alpha), MessageKind.SEND, new Atom("half"));
      } else {
        message.responder().ifPresent(responder -> responder.reply(new Atom("alive")));
        message.close();
      }
    }
  }
}
