package io.teleport.liberty.servers;

import io.teleport.server.LibertyServer;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * The JVM of a running server, looked at through its management beans. To be used by one thread.
 */
final class ServerJvm implements AutoCloseable {

  private static final int COLLECTIONS = 5;
  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long POLL_MILLIS = 100;
  private static final String[] LIST_OF_STRINGS = {String[].class.getName()};

  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  private ServerJvm(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.beans = connector.getMBeanServerConnection();
  }

  /** Lets a server that is not started yet be looked at. */
  static void prepare(LibertyServer server) throws IOException {
    Path defaults =
        Files.createDirectories(server.directory().resolve("configDropins").resolve("defaults"));
    Files.writeString(
        defaults.resolve("jmx.xml"),
        "<server><featureManager><feature>localConnector-1.0</feature></featureManager></server>");
  }

  /** Connects to a server that was prepared and runs. */
  // The address comes from a file that the server of this test has written.
  @SuppressWarnings("BanJNDI")
  static ServerJvm connect(LibertyServer server) throws IOException {
    Path address =
        server.directory().resolve("logs").resolve("state").resolve("com.ibm.ws.jmx.local.address");
    JMXServiceURL url = new JMXServiceURL(Files.readString(address).strip());
    return new ServerJvm(JMXConnectorFactory.connect(url));
  }

  /** Returns the bytes of direct memory in use. */
  long directMemory() throws IOException {
    for (BufferPoolMXBean pool :
        ManagementFactory.getPlatformMXBeans(beans, BufferPoolMXBean.class)) {
      if (pool.getName().equals("direct")) {
        return pool.getMemoryUsed();
      }
    }
    throw new IllegalStateException("this JVM does not count direct memory");
  }

  /**
   * Waits until no thread is in Teleport's code: whoever ends the last thing there is has still to
   * return from it.
   */
  void awaitNoThreadInTeleport() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    List<ThreadInfo> left = threadsInTeleport();
    while (!left.isEmpty()) {
      if (System.nanoTime() - begun > BOUND_NANOS) {
        throw new AssertionError("threads are still in Teleport's code: " + left);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      left = threadsInTeleport();
    }
  }

  private List<ThreadInfo> threadsInTeleport() throws IOException {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(beans, ThreadMXBean.class);
    return Arrays.stream(threads.dumpAllThreads(false, false))
        .filter(ServerJvm::isInTeleport)
        .toList();
  }

  private static boolean isInTeleport(ThreadInfo thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith("io.teleport."));
  }

  /**
   * Returns how many class loaders have loaded a class, after full collections.
   *
   * @param className the name of the class
   */
  long loadersOf(String className) throws IOException, JMException {
    // What one collection finalizes the next one collects.
    for (int i = 0; i < COLLECTIONS; i++) {
      command("gcRun");
    }
    String loaders = command("vmClassloaders", "show-classes");
    return loaders.lines().filter(line -> line.strip().endsWith(className)).count();
  }

  private String command(String name, String... arguments) throws IOException, JMException {
    ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
    Object[] parameters = arguments.length == 0 ? new Object[0] : new Object[] {arguments};
    String[] signature = arguments.length == 0 ? new String[0] : LIST_OF_STRINGS;
    return String.valueOf(beans.invoke(commands, name, parameters, signature));
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
