package io.teleport.demo;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.MapTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * What the node can be made to do through the servlet. Each operation takes a connection of its own
 * and gives it back. Safe for use by any number of threads.
 */
@ApplicationScoped
class Operations {

  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final int WARM_UP = 2_000;

  /** Nothing here needs to be unpredictable. */
  private static final long SEED = 42;

  @Inject private TeleportConnectionFactory factory;

  Reply node() {
    try (TeleportConnection connection = factory.getConnection()) {
      return Reply.ok().with("node", connection.node()).with("nodes", connection.nodes());
    }
  }

  Reply ping(NodeName node) {
    try (TeleportConnection connection = factory.getConnection()) {
      return Reply.ok().with("node", node).with("up", connection.ping(node));
    }
  }

  /**
   * Sends a file to the name {@code 'files'} on a node, and asks that node for its digest; the time
   * is that of both together.
   */
  Reply send(NodeName to, Path file, FileName name, Duration deadline) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException(file + " is not a file");
    }
    Address files = Address.of("files", to);
    try (TeleportConnection connection = factory.getConnection()) {
      long begun = System.nanoTime();
      connection.send(
          files, Tuple.of(Atom.of("file"), Binary.utf8(name.value()), Binary.ofFile(file)));
      Term stored =
          connection.call(files, Tuple.of(Atom.of("digest"), Binary.utf8(name.value())), deadline);
      long nanos = System.nanoTime() - begun;
      if (!(stored instanceof MapTerm map)) {
        throw new IOException(to + " did not get " + name + ": " + stored);
      }
      return Reply.ok()
          .with("name", name)
          .with("size", map.get("size").orElseThrow())
          .with("sha256", Shape.text(map.get("sha256").orElseThrow()))
          .with("nanos", nanos);
    }
  }

  /** Tells how much of a file is at the far side. */
  Reply progress(NodeName at, FileName name) {
    return Reply.ok().with("arrived", callFiles(at, "progress", name));
  }

  Reply delete(NodeName at, FileName name) {
    return Reply.ok().with("deleted", callFiles(at, "delete", name));
  }

  /** Runs small calls to {@code echo} one after the other, and checks every answer. */
  Reply calls(NodeName to, int count, int size) {
    Address echo = Address.of("echo", to);
    byte[] bytes = new byte[size];
    new Random(SEED).nextBytes(bytes);
    Latencies latencies = new Latencies(count);
    try (TeleportConnection connection = factory.getConnection()) {
      long begun = 0;
      for (int i = -Math.min(WARM_UP, count); i < count; i++) {
        Term request = Tuple.of(IntegerTerm.of(i), Binary.wrap(bytes));
        long start = System.nanoTime();
        Term answer = connection.call(echo, request, SHORT);
        long end = System.nanoTime();
        if (!request.equals(answer)) {
          throw new IllegalStateException("call " + i + " got another answer than its request");
        }
        if (i == 0) {
          begun = start;
        }
        if (i >= 0) {
          latencies.add(end - start);
        }
      }
      return Reply.ok()
          .with("count", count)
          .with("nanos", System.nanoTime() - begun)
          .with("p50Micros", latencies.percentileMicros(50))
          .with("p99Micros", latencies.percentileMicros(99));
    }
  }

  private Term callFiles(NodeName node, String request, FileName name) {
    try (TeleportConnection connection = factory.getConnection()) {
      return connection.call(
          Address.of("files", node), Tuple.of(Atom.of(request), Binary.utf8(name.value())), SHORT);
    }
  }
}
