package io.teleport.engine.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds a port of the loopback interface for a node that is to listen there. */
public final class FreePort {

  /** Below those that systems give away by themselves, or some other socket may have it by then. */
  private static final int FIRST = 15_000;

  private static final int END = 32_000;

  private FreePort() {}

  /** Returns a port that nobody listens on at the moment. */
  public static int find() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // Somebody does listen there.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
