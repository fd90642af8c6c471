/**
 * Nodes as processes of their own, for benchmarks and tests: a JVM with the resource adapter in the
 * smallest container, which takes orders from the process that started it.
 */
package io.teleport.node;
