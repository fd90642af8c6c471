package io.teleport.demo.runner;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The sending half of the plain copy, a program: reads the paths of files from its standard input,
 * one a line, sends each over one blocking socket straight from the file ({@link
 * FileChannel#transferTo}), waits for the receiver's digest, and prints nanoseconds and digest.
 */
final class RawSender {

  private RawSender() {}

  /**
   * Runs until its input ends.
   *
   * @param arguments the receiver's port
   */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    InetSocketAddress receiver = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (SocketChannel socket = SocketChannel.open(receiver);
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      socket.socket().setTcpNoDelay(true);
      DataInputStream answers = new DataInputStream(Channels.newInputStream(socket));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        long begun = System.nanoTime();
        send(socket, Path.of(line));
        String digest = answers.readUTF();
        System.out.println((System.nanoTime() - begun) + " " + digest);
        System.out.flush();
      }
    }
  }

  private static void send(SocketChannel socket, Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      long size = file.size();
      ByteBuffer header = ByteBuffer.allocate(Long.BYTES).putLong(size).flip();
      while (header.hasRemaining()) {
        socket.write(header);
      }
      long position = 0;
      while (position < size) {
        position += file.transferTo(position, size - position, socket);
      }
    }
  }
}
