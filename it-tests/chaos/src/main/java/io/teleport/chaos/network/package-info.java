/**
 * What the nodes of a run are connected by: the loopback interface, or wires that lose and delay.
 */
package io.teleport.chaos.network;
