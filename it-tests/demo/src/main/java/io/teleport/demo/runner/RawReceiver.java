package io.teleport.demo.runner;

import io.teleport.demo.DigestingFile;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The receiving half of the plain copy, a program: takes files from one blocking socket, writes
 * each with the class that the {@code files} bean uses, and answers with its digest.
 */
final class RawReceiver {

  private static final int BUFFER = 1 << 20;

  private RawReceiver() {}

  /**
   * Prints its port, serves one connection to its end, and ends.
   *
   * @param arguments the directory to write to
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      System.out.println(listener.socket().getLocalPort());
      System.out.flush();
      try (SocketChannel socket = listener.accept()) {
        socket.socket().setTcpNoDelay(true);
        serve(socket, directory.resolve("received"));
      }
    }
  }

  private static void serve(SocketChannel socket, Path path) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    ByteBuffer header = ByteBuffer.allocate(Long.BYTES);
    DataOutputStream answers = new DataOutputStream(Channels.newOutputStream(socket));
    while (readFully(socket, header.clear())) {
      long size = header.flip().getLong();
      try (DigestingFile file = DigestingFile.create(path)) {
        while (file.written() < size) {
          buffer.clear().limit((int) Math.min(BUFFER, size - file.written()));
          if (socket.read(buffer) < 0) {
            throw new EOFException("the file ended after " + file.written() + " of " + size);
          }
          file.write(buffer.flip());
        }
        answers.writeUTF(file.sha256());
      }
      Files.delete(path);
    }
  }

  private static boolean readFully(SocketChannel socket, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (socket.read(buffer) < 0) {
        return false;
      }
    }
    return true;
  }
}
