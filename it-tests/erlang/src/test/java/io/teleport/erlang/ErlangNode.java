package io.teleport.erlang;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real Erlang node, which answers questions about terms: see {@code teleport_terms.erl}. Not for
 * use by more than one thread.
 */
final class ErlangNode implements AutoCloseable {

  private static final int START_MILLIS = 60_000;
  private static final int END_SECONDS = 10;

  /** As many atoms as the tests may send; a node forgets none. */
  private static final String MAX_ATOMS = "4000000";

  private final Process process;
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  private ErlangNode(Process process, Socket socket) throws IOException {
    this.process = process;
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(socket.getOutputStream());
  }

  /** Returns whether a program is on the path. */
  static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /** Returns the release of OTP that is on the path. */
  static String release() {
    try {
      Process erl =
          new ProcessBuilder(
                  "erl",
                  "-noshell",
                  "-eval",
                  "io:put_chars(erlang:system_info(otp_release)), halt().")
              .start();
      erl.getOutputStream().close();
      return text(erl.getInputStream().readAllBytes()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles the node's side and starts a node. */
  static ErlangNode start() throws IOException, InterruptedException {
    Path compiled = compile();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(START_MILLIS);
      Process process =
          new ProcessBuilder(
                  "erl",
                  "-noshell",
                  "-noinput",
                  "+t",
                  MAX_ATOMS,
                  "-pa",
                  compiled.toString(),
                  "-run",
                  "teleport_terms",
                  "start",
                  Integer.toString(server.getLocalPort()))
              .redirectErrorStream(true)
              .redirectOutput(compiled.resolve("erl.log").toFile())
              .start();
      try {
        return new ErlangNode(process, server.accept());
      } catch (IOException e) {
        process.destroyForcibly();
        throw new IOException("the node did not start: see " + compiled.resolve("erl.log"), e);
      }
    }
  }

  static Path compile() throws IOException, InterruptedException {
    Path target = Files.createDirectories(Path.of(System.getProperty("erlang.compiled")));
    List<String> command = new ArrayList<>(List.of("erlc", "-o", target.toString()));
    try (Stream<Path> files = Files.list(sources())) {
      files.map(Path::toString).filter(name -> name.endsWith(".erl")).forEach(command::add);
    }
    run(command, target.resolve("erlc.log"));
    return target;
  }

  /** Returns the directory of the node's side. */
  static Path sources() {
    return Path.of(System.getProperty("erlang.sources"));
  }

  /** Runs a program to its end. */
  static void run(List<String> command, Path log) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(START_MILLIS, MILLISECONDS);
    if (!ended || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(command + " failed: " + Files.readString(log));
    }
  }

  /** Asks about some items; returns an answer for each, in order. */
  List<byte[]> ask(char operation, List<byte[]> items) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(operation);
    frame.writeBytes(pack(items));
    out.writeInt(frame.size());
    frame.writeTo(out);
    out.flush();
    byte[] answer = new byte[in.readInt()];
    in.readFully(answer);
    return unpack(answer);
  }

  /** Returns items in a row, each after its length. */
  static byte[] pack(List<byte[]> items) {
    ByteBuffer out = ByteBuffer.allocate(items.stream().mapToInt(i -> 4 + i.length).sum());
    items.forEach(item -> out.putInt(item.length).put(item));
    return out.array();
  }

  /** Returns the items that were put in a row. */
  static List<byte[]> unpack(byte[] packed) {
    ByteBuffer in = ByteBuffer.wrap(packed);
    List<byte[]> items = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] item = new byte[in.getInt()];
      in.get(item);
      items.add(item);
    }
    return items;
  }

  static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Ends the connection, whereupon the node ends. */
  @Override
  public void close() throws IOException {
    socket.close();
    process.onExit().completeOnTimeout(process, END_SECONDS, SECONDS).join();
    process.destroyForcibly();
  }
}
