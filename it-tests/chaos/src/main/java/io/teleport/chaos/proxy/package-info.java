/**
 * A proxy between nodes that breaks what passes through it: every socket between two nodes is two
 * sockets here, and every fault is done to one of these pairs.
 */
package io.teleport.chaos.proxy;
