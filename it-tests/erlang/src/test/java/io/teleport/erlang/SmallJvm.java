package io.teleport.erlang;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.ErlangOptions;
import io.teleport.engine.node.InboundMessage;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.NodeEnvironment;
import io.teleport.engine.node.NodeSettings;
import io.teleport.engine.node.Sendable;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import io.teleport.term.Tuple;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A node of this project in a JVM of its own, with little memory. Erlang tells it what to do:
 * {@code echo} answers with what it was asked, {@code count} with the number of bytes of the binary
 * that its request ends in and their sum, {@code feed} calls a server with a large binary and
 * answers with its answer, {@code pass} does so with the request that it got, as it arrives.
 */
final class SmallJvm implements AutoCloseable {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final Process process;

  private SmallJvm(Process process) {
    this.process = process;
  }

  /** Starts a node, and waits until EPMD knows it. */
  static SmallJvm start(Epmd epmd, String name, boolean teleportSockets) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                SmallJvm.class.getName(),
                name,
                Integer.toString(epmd.address().getPort()),
                Boolean.toString(teleportSockets))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    SmallJvm started = new SmallJvm(process);
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (!"ready".equals(out.readLine())) {
      started.close();
      throw new IOException("the node " + name + " did not start");
    }
    return started;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** Runs in the other JVM. */
  public static void main(String[] arguments) throws IOException {
    ExecutorService executor = Executors.newCachedThreadPool();
    NodeSettings settings =
        NodeSettings.builder(NodeName.of(arguments[0]), JavaNodes.COOKIE)
            .bindAddress("127.0.0.1")
            .port(0)
            .erlang(
                ErlangOptions.OFF
                    .on()
                    .withEpmd("127.0.0.1", Integer.parseInt(arguments[1]))
                    .withTickTime(Duration.ofSeconds(4))
                    .withTeleportSockets(Boolean.parseBoolean(arguments[2])))
            .build();
    LocalNode node =
        LocalNode.start(
            settings, new NodeEnvironment(executor, System::nanoTime, new SecureRandom(), false));
    serve(node, executor, "echo", message -> reply(message, message.decode()));
    serve(node, executor, "count", message -> reply(message, counted(message.decode())));
    serve(
        node,
        executor,
        "feed",
        message -> {
          Tuple request = (Tuple) message.decode();
          Address to = Address.of(name(request), NodeName.of(text(request.get(1))));
          long size = ((IntegerTerm) request.get(2)).longValue();
          Term body = Tuple.of(Terms.atom("size"), Binary.ofStream(new Sevens(size), size));
          reply(message, node.call(to, MessageKind.CALL, Sendable.of(body), LONG));
        });
    Address server = Address.of("server", NodeName.of("erl@127.0.0.1"));
    serve(
        node,
        executor,
        "pass",
        message -> reply(message, node.call(server, MessageKind.CALL, message, LONG)));
    JavaNodes.await("EPMD knows it", node::isRegisteredWithEpmd);
    System.out.println("ready");
  }

  private static String name(Tuple request) {
    return text(request.get(0));
  }

  private static String text(Term atom) {
    return ((Atom) atom).value();
  }

  private static void serve(
      LocalNode node, ExecutorService executor, String name, Consumer<InboundMessage> listener) {
    var unused =
        node.register(
            name,
            message ->
                executor.execute(
                    () -> {
                      try (message) {
                        listener.accept(message);
                      }
                    }));
  }

  private static void reply(InboundMessage message, Term answer) {
    message.responder().orElseThrow().reply(Sendable.of(answer));
  }

  /** Returns how many bytes there are in the binary that a term ends in, and their sum. */
  private static Term counted(Term term) {
    Term last = term instanceof Tuple tuple ? tuple.get(tuple.size() - 1) : term;
    long count = 0;
    long sum = 0;
    byte[] block = new byte[64 << 10];
    try (InputStream in = ((Binary) last).openStream()) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        count += read;
        for (int i = 0; i < read; i++) {
          sum += block[i];
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ListTerm.of(Terms.of(count), Terms.of(sum));
  }

  /** So many bytes of the value 7. */
  private static final class Sevens extends InputStream {
    private long left;

    Sevens(long count) {
      this.left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? 7 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(length, left);
      Arrays.fill(target, offset, offset + count, (byte) 7);
      left -= count;
      return count;
    }
  }
}
