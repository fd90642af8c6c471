/** What a node does in a workload, on orders of the coordinator, over any transport. */
package io.teleport.bench.role;
