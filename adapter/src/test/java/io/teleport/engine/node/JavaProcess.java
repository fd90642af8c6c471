package io.teleport.engine.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java process with the classes of this one. */
final class JavaProcess {

  private JavaProcess() {}

  /**
   * Returns what starts it.
   *
   * @param option of the JVM, such as {@code -Xmx128m}
   * @param main has the method that it runs
   */
  static ProcessBuilder of(String option, Class<?> main, String... arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java, option, "-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
