package io.teleport.engine.erlang;

/**
 * What EPMD knows of a node.
 *
 * @param alive the part of the node's name before the {@code @}
 * @param port where it listens for other nodes
 * @param isHidden whether other nodes do not connect to it of themselves
 * @param highestVersion the highest version of the distribution protocol that it speaks
 * @param lowestVersion the lowest version of it
 * @param extra what the node says of itself beyond that; a node of this kind names its port for
 *     nodes of its kind
 */
record EpmdNode(
    String alive,
    int port,
    boolean isHidden,
    int highestVersion,
    int lowestVersion,
    String extra) {}
