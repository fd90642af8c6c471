/**
 * The workload {@code codec}: encodes and decodes the same values with Teleport and with others,
 * each in JVMs of its own, taking turns.
 *
 * <p>All peers get the same {@link io.teleport.bench.codec.Sample}. Before a JVM measures, it
 * checks that what its peer writes and reads is that value.
 */
package io.teleport.bench.codec;
