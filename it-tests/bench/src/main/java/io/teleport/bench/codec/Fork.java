package io.teleport.bench.codec;

import java.util.Collection;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Starts a JVM that measures one peer, one case and one direction. */
final class Fork {

  /** Where JMH takes the class path of the JVMs that it starts from. */
  private static final String CLASS_PATH = "java.class.path";

  private static final String ALLOCATION = "gc.alloc.rate.norm";

  private static final String WARM_UP_MILLIS = "1000";

  /**
   * The same heap for all, and a thread that waits for the compiler: else a JVM on a busy machine
   * would be measured before it is compiled.
   */
  private static final String[] JVM_OPTIONS = {"-Xms2g", "-Xmx2g", "-XX:+UseG1GC", "-Xbatch"};

  private final boolean quick;

  Fork(boolean quick) {
    this.quick = quick;
  }

  Measurement measure(CodecCase value, Direction direction, Peer peer, int round)
      throws RunnerException {
    String common = System.getProperty(CLASS_PATH);
    System.setProperty(CLASS_PATH, peer.classPath(common));
    try {
      Collection<RunResult> results = new Runner(options(value, direction, peer)).run();
      if (results.size() != 1) {
        throw new IllegalStateException("%d results instead of one".formatted(results.size()));
      }
      RunResult result = results.iterator().next();
      return new Measurement(
          value,
          direction,
          peer,
          round,
          result.getPrimaryResult().getScore(),
          result.getSecondaryResults().get(ALLOCATION).getScore(),
          result.getSecondaryResults().get(CpuProfiler.MICROS_PER_OP).getScore());
    } finally {
      System.setProperty(CLASS_PATH, common);
    }
  }

  private Options options(CodecCase value, Direction direction, Peer peer) {
    return new OptionsBuilder()
        .include(
            "^"
                + Pattern.quote(CodecBenchmark.class.getName() + "." + method(value, direction))
                + "$")
        .param("peer", peer.label())
        .param("value", value.label())
        .param("warmUp", quick ? "0" : WARM_UP_MILLIS)
        .mode(Mode.Throughput)
        .forks(1)
        .threads(1)
        // The loop around the operation; the operation itself is warm by then.
        .warmupIterations(1)
        .warmupTime(TimeValue.milliseconds(quick ? 100 : 300))
        .measurementIterations(quick ? 1 : 3)
        .measurementTime(TimeValue.milliseconds(quick ? 200 : 400))
        .addProfiler(GCProfiler.class)
        .addProfiler(CpuProfiler.class)
        .jvmArgsAppend(JVM_OPTIONS)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  private static String method(CodecCase value, Direction direction) {
    return switch (direction) {
      case ENCODE -> CodecBenchmark.ENCODE;
      case DECODE -> value.isWalked() ? CodecBenchmark.DECODE_AND_WALK : CodecBenchmark.DECODE;
    };
  }
}
