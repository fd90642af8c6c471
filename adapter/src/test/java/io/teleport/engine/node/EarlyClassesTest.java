package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.observe.FlightRecorder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a node's JVM has loaded before the node has anything to do. */
class EarlyClassesTest {

  private static final String LOADED = "-- loaded --";
  private static final String WAITED = "-- waited --";

  @Test
  void theFirstThreadThatWaitsForALockLoadsNoClassOfIt() throws Exception {
    List<String> lines = run();
    assertThat(lines).contains(LOADED, WAITED);
    assertThat(lines.subList(0, lines.indexOf(LOADED)))
        .anyMatch(line -> line.contains("java.util.concurrent.locks.ReentrantLock"));
    assertThat(lines.subList(lines.indexOf(LOADED), lines.indexOf(WAITED)))
        .noneMatch(line -> line.contains("java.util.concurrent.locks."));
  }

  @Test
  void theFirstStallLoadsNoClassOfTheRecorder() throws Exception {
    List<String> lines = run();
    assertThat(lines.subList(0, lines.indexOf(LOADED)))
        .anyMatch(line -> line.contains("io.teleport.engine.observe.StallEvent"));
    assertThat(lines.subList(lines.indexOf(LOADED), lines.size()))
        .noneMatch(line -> line.contains("jdk.jfr."));
  }

  private static List<String> run() throws Exception {
    Process process =
        JavaProcess.of("-Xlog:class+load", Waiting.class).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  /** What the process runs. */
  static final class Waiting {

    private Waiting() {}

    /** Loads the classes, and then waits in the ways that a node's threads do. */
    public static void main(String[] arguments) throws InterruptedException {
      EarlyClasses.load();
      System.out.println(LOADED);
      Object taken = new ArrayBlockingQueue<>(1).poll(1, TimeUnit.MICROSECONDS);
      boolean counted = new CountDownLatch(1).await(1, TimeUnit.MICROSECONDS);
      boolean permitted = new Semaphore(0).tryAcquire(1, TimeUnit.MICROSECONDS);
      if (taken != null || counted || permitted) {
        throw new IllegalStateException("nobody ends what is waited for");
      }
      System.out.println(WAITED);
      FlightRecorder.end(FlightRecorder.stall("b@127.0.0.1", () -> "orders", "queue"), "sent");
    }
  }
}
