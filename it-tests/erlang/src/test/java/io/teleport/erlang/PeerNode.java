package io.teleport.erlang;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real, named Erlang node that does what a test says: see {@code teleport_peer.erl}. Not for use
 * by more than one thread.
 */
public final class PeerNode implements AutoCloseable {

  private static final int START_MILLIS = 60_000;

  private final String name;
  private final Process process;
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  private PeerNode(String name, Process process, Socket socket) throws IOException {
    this.name = name;
    this.process = process;
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(socket.getOutputStream());
  }

  /**
   * Starts a node; its name is long if its host has a dot, else short.
   *
   * @param epmd where it registers
   * @param name its full name
   * @param more options of {@code erl}
   */
  public static PeerNode start(Epmd epmd, String name, String cookie, String... more)
      throws IOException, InterruptedException {
    Path compiled = ErlangNode.compile();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(START_MILLIS);
      List<String> command =
          new ArrayList<>(
              List.of(
                  "erl",
                  "-noshell",
                  "-noinput",
                  "-start_epmd",
                  "false",
                  name.contains(".") ? "-name" : "-sname",
                  name,
                  "-setcookie",
                  cookie,
                  "-kernel",
                  "inet_dist_use_interface",
                  "{127,0,0,1}",
                  "-kernel",
                  "logger_level",
                  "emergency"));
      command.addAll(List.of(more));
      command.addAll(
          List.of(
              "-pa",
              compiled.toString(),
              "-run",
              "teleport_peer",
              "start",
              Integer.toString(server.getLocalPort())));
      Path log = compiled.resolve(name + ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().put("ERL_EPMD_PORT", Integer.toString(epmd.address().getPort()));
      Process process = builder.start();
      try {
        return new PeerNode(name, process, server.accept());
      } catch (IOException e) {
        process.destroyForcibly();
        throw new IOException("the node did not start: see " + log, e);
      }
    }
  }

  /** Returns the node's name. */
  public String name() {
    return name;
  }

  /** Evaluates Erlang expressions in a process of their own; returns the value of the last one. */
  public String eval(String expressions) {
    begin(expressions);
    return end();
  }

  /** Begins to evaluate expressions; {@link #end} waits for the value. */
  public void begin(String expressions) {
    byte[] text = ErlangNode.bytes(expressions);
    try {
      out.writeInt(text.length);
      out.write(text);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the value of what was begun. */
  public String end() {
    try {
      byte[] answer = new byte[in.readInt()];
      in.readFully(answer);
      return ErlangNode.text(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the node at once, as if it had crashed. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Stops the node's process, or lets it go on: {@code STOP} or {@code CONT}. */
  public void signal(String signal) throws IOException, InterruptedException {
    int ended =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    if (ended != 0) {
      throw new IOException("kill -" + signal + " failed");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    kill();
  }
}
