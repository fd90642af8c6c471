package io.teleport.chaos.node;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this process takes of the machine at one moment.
 *
 * @param threads their names, by number
 * @param sockets how many are open
 * @param selectors how many descriptors of selectors are open, and others that belong to no file
 * @param directBytes how much memory direct buffers have
 * @param directBuffers how many of them there are
 * @param heapBytes how much of the heap is in use, garbage that was not collected yet included
 * @param residentBytes how much memory the operating system has given the process
 */
record Footprint(
    Map<Long, String> threads,
    int sockets,
    int selectors,
    long directBytes,
    long directBuffers,
    long heapBytes,
    long residentBytes) {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  /**
   * Has the JDK open what it keeps open for its own purposes once there was a socket or a selector.
   */
  static void warmUp() throws IOException {
    SocketChannel.open().close();
    Selector.open().close();
  }

  /** Takes it as it is now. */
  static Footprint now() {
    List<String> descriptors = descriptors();
    BufferPoolMXBean direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();
    return new Footprint(
        Thread.getAllStackTraces().keySet().stream()
            .collect(Collectors.toMap(Thread::getId, Thread::getName)),
        count(descriptors, "socket:"),
        count(descriptors, "anon_inode:"),
        direct.getMemoryUsed(),
        direct.getCount(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        resident());
  }

  /** Takes it when the garbage is collected. */
  static Footprint afterCollection() {
    System.gc();
    return now();
  }

  private static int count(List<String> descriptors, String kind) {
    return (int) descriptors.stream().filter(target -> target.startsWith(kind)).count();
  }

  private static List<String> descriptors() {
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return all.map(Footprint::target).toList();
    } catch (IOException e) {
      // A system that does not tell.
      return List.of();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      // Closed meanwhile.
      return "";
    }
  }

  private static long resident() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
