/**
 * Tests that start and stop servers of their own, and look at them from outside: their logs, their
 * threads, their memory. Never more than two servers run at once.
 */
package io.teleport.liberty.servers;
