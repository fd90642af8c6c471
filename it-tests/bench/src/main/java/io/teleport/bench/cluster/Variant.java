package io.teleport.bench.cluster;

/**
 * One of the ways in which a scenario is measured, each on its own.
 *
 * @param threads number of senders or callers
 * @param bytes size of each body
 */
record Variant(int threads, long bytes) {}
