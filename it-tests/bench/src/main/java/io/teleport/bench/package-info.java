/**
 * The command {@code bench.sh}: finds the workload that is asked for, and prints and writes what it
 * measured.
 */
package io.teleport.bench;
