package io.teleport.bench.codec;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Measures the processor time that the whole JVM spends on an operation, garbage collection
 * included. Other processes on the machine move it far less than they move the throughput.
 */
public final class CpuProfiler implements InternalProfiler {

  static final String MICROS_PER_OP = "cpu.norm";

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private long before;

  @Override
  public String getDescription() {
    return "processor time of the JVM per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = system.getProcessCpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double micros =
        (double) (system.getProcessCpuTime() - before) / TimeUnit.MICROSECONDS.toNanos(1);
    long operations = result.getMetadata().getAllOps();
    return List.of(
        new ScalarResult(MICROS_PER_OP, micros / operations, "us/op", AggregationPolicy.AVG));
  }
}
