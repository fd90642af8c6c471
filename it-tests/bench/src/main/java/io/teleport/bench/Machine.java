package io.teleport.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where figures were measured.
 *
 * @param processor its model, as the kernel names it; its architecture where the kernel does not
 * @param cores number of processors that Java may use
 * @param memoryMib memory of the machine or of its container, in MiB
 * @param kernel name and version of the operating system
 * @param jdk the Java virtual machine and its version
 */
public record Machine(String processor, int cores, long memoryMib, String kernel, String jdk) {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";
  private static final long MIB = 1024 * 1024;

  /** Returns the machine that this runs on. */
  public static Machine here() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        model(PROCESSORS).orElse(System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize() / MIB,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + Runtime.version());
  }

  /** Returns the first model in Linux' list of processors; only some architectures have one. */
  static Optional<String> model(Path processors) {
    try (Stream<String> lines = Files.lines(processors)) {
      return lines
          .filter(line -> line.startsWith(MODEL))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      // There is no such list but on Linux.
      return Optional.empty();
    }
  }

  /** Returns the member {@code machine} of a summary. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("processor", processor);
    json.put("cores", cores);
    json.put("memory_mib", memoryMib);
    json.put("kernel", kernel);
    json.put("jdk", jdk);
    return json;
  }
}
