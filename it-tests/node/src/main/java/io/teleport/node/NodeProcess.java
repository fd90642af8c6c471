package io.teleport.node;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node that is a process, which reads orders and writes answers. */
public final class NodeProcess implements Node {

  private static final long PATIENCE_SECONDS = 300;
  private static final String END = "";
  private static final Pattern FIGURE = Pattern.compile("(?<name>\\w+)=(?<value>\\S+)");

  private final String label;
  private final Process process;
  private final BufferedWriter orders;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  /**
   * Starts it and waits until it is ready.
   *
   * @param label what it is called where its output is shown
   * @param builder starts a process that obeys as {@link Orders} says; what it writes to its error
   *     output goes to this process's, unless the builder says otherwise
   */
  public NodeProcess(String label, ProcessBuilder builder) throws IOException {
    this.label = label;
    if (builder.redirectError().equals(ProcessBuilder.Redirect.PIPE)) {
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
    process = builder.start();
    orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "answers of " + label);
    reader.setDaemon(true);
    reader.start();
    answer();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("@")) {
          answers.add(line);
        } else {
          System.err.println(label + ": " + line);
        }
      }
      answers.add(END);
    } catch (IOException e) {
      answers.add(END);
      throw new UncheckedIOException("cannot read from " + label, e);
    }
  }

  @Override
  public void order(String order) {
    try {
      orders.write(order);
      orders.newLine();
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give an order to " + label, e);
    }
  }

  @Override
  public Map<String, Double> answer() {
    String line;
    try {
      line = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    if (line == null || !line.startsWith(Orders.ANSWER.strip())) {
      throw new IllegalStateException(
          "%s: %s"
              .formatted(label, line == null ? "no answer" : line.equals(END) ? "it ended" : line));
    }
    Map<String, Double> figures = new HashMap<>();
    Matcher matcher = FIGURE.matcher(line);
    while (matcher.find()) {
      figures.put(matcher.group("name"), Double.valueOf(matcher.group("value")));
    }
    return figures;
  }

  @Override
  public Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public Duration compilerTime() {
    return CompilerTime.of(pid());
  }

  /** Returns the number that the operating system gave the process. */
  public long pid() {
    return process.pid();
  }

  /** Kills the process, as a power failure would; returns when it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void end() throws IOException {
    orders.close();
  }

  @Override
  public void close() throws IOException {
    end();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
