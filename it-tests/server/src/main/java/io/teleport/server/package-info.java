/**
 * Open Liberty servers that are nodes, as processes on this machine: what they are made of, start
 * and stop, and how to talk to their applications.
 */
package io.teleport.server;
