package io.teleport.bench.codec;

import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What JMH calls in a loop. A JVM measures one peer, one case and one direction, so that no call is
 * compiled for more than one peer.
 */
@State(Scope.Benchmark)
public class CodecBenchmark {

  static final String ENCODE = "encode";
  static final String DECODE = "decode";
  static final String DECODE_AND_WALK = "decodeAndWalk";

  /** The label of the peer. */
  @Param("")
  public String peer;

  /** The label of the case. */
  @Param("")
  public String value;

  /** How long to warm up at the least, in milliseconds of processor time. */
  @Param("0")
  public long warmUp;

  private Exercise exercise;

  /** Prepares the value, checks that the peer writes and reads it right, and warms up. */
  @Setup
  public void prepare(BenchmarkParams benchmark, Blackhole blackhole) throws IOException {
    exercise = Peer.labelled(peer).exercise(CodecCase.labelled(value));
    exercise.check();
    new WarmUp().run(operation(benchmark.getBenchmark()), warmUp, blackhole);
  }

  private WarmUp.Operation operation(String method) {
    return switch (method.substring(method.lastIndexOf('.') + 1)) {
      case ENCODE -> this::encode;
      case DECODE -> this::decode;
      case DECODE_AND_WALK -> this::decodeAndWalk;
      default -> throw new IllegalArgumentException(method);
    };
  }

  /** Gives back what was taken. */
  @TearDown
  public void end() {
    exercise.close();
  }

  /** Encodes. */
  @Benchmark
  public Object encode() throws IOException {
    return exercise.encode();
  }

  /** Decodes. */
  @Benchmark
  public Object decode() throws IOException {
    return exercise.decode();
  }

  /** Decodes, and visits every part. */
  @Benchmark
  public long decodeAndWalk() throws IOException {
    return exercise.decodeAndWalk();
  }
}
