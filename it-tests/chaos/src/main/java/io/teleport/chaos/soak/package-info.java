/** What a long run takes of memory, threads and sockets over time, and whether that grows. */
package io.teleport.chaos.soak;
