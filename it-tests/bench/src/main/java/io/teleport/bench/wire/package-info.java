/**
 * What the workloads move their messages with: this project's resource adapter, or plain blocking
 * sockets. Both are driven by the same roles, so that the transport is the only difference.
 */
package io.teleport.bench.wire;
