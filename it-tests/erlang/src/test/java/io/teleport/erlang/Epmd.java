package io.teleport.erlang;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A real EPMD of its own at a free port, so that tests do not meet the one of this host. */
public final class Epmd implements AutoCloseable {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final int port;
  private Process process;

  private Epmd(int port) {
    this.port = port;
  }

  /** Starts one at a free port of the loopback interface. */
  public static Epmd start() throws IOException {
    Epmd epmd = new Epmd(freePort());
    epmd.restart();
    return epmd;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts it again, at the same port. */
  public void restart() throws IOException {
    File log = File.createTempFile("epmd", ".log");
    log.deleteOnExit();
    process =
        new ProcessBuilder(program(), "-address", "127.0.0.1", "-port", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!isListening()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("epmd did not start: " + Files.readString(log.toPath()));
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Returns the path of the program, which some packages put beside the rest of Erlang only. */
  private static String program() {
    if (ErlangNode.isOnPath("epmd")) {
      return "epmd";
    }
    try (Stream<Path> files = Files.find(Path.of("/usr/lib/erlang"), 4, (p, a) -> isEpmd(p))) {
      return files.map(Path::toString).findFirst().orElse("epmd");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEpmd(Path path) {
    return path.endsWith("bin/epmd");
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(address(), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Ends it at once, as if it had crashed. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
