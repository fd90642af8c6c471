package io.teleport.node;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on which nothing listens. */
public final class FreePorts {

  /**
   * Below those that systems give away by themselves: a port that is found here is not given to a
   * socket of somebody else before it is used.
   */
  private static final int FIRST = 15_000;

  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 1_000;

  private FreePorts() {}

  /**
   * Returns so many different ports of the loopback interface that are free at this moment.
   *
   * @throws BindException if none are to be found
   */
  public static int[] find(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    int[] ports = new int[count];
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(open());
        ports[i] = sockets.get(i).getLocalPort();
      }
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
    return ports;
  }

  private static ServerSocket open() throws IOException {
    BindException failure = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
      } catch (BindException e) {
        failure = e;
      }
    }
    throw failure;
  }
}
