package io.teleport.bench.codec;

import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What JMH calls in a loop. A JVM measures one peer, one case and one direction, so that no call is
 * compiled for more than one peer.
 */
@State(Scope.Benchmark)
public class CodecBenchmark {

  /** The label of the peer. */
  @Param("")
  public String peer;

  /** The label of the case. */
  @Param("")
  public String value;

  private Exercise exercise;

  /** Prepares the value, and checks that the peer writes and reads it right. */
  @Setup
  public void prepare() throws IOException {
    exercise = Peer.labelled(peer).exercise(CodecCase.labelled(value));
    exercise.check();
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
