/**
 * The command {@code chaos.sh}: runs nodes whose sockets and processes are broken all the time, and
 * makes the account of every message.
 */
package io.teleport.chaos;
