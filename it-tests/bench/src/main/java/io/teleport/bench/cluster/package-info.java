/**
 * The workloads that need several nodes: starts the nodes of all peers as processes, gives them
 * their orders round by round in turn, and reports medians and ratios.
 */
package io.teleport.bench.cluster;
