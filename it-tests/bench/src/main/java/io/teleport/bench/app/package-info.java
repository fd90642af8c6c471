/** What the coordinator sees of the applications that are measured inside of servers. */
package io.teleport.bench.app;
