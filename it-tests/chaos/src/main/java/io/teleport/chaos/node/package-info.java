/**
 * A node of a chaos run, a process of its own: threads that send what is drawn from the seed, and
 * listeners that check what arrives. Both write into the node's journal.
 */
package io.teleport.chaos.node;
