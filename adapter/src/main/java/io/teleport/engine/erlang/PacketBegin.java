package io.teleport.engine.erlang;

/**
 * The begin of the first packet of a message.
 *
 * @param head what holds it
 * @param length how many bytes are there
 * @param packet the length of the packet
 * @param offset where the control message begins
 * @param fragments how many fragments there will be
 * @param sequence tells apart the messages that are under way; of no meaning if there is one
 *     fragment
 * @param hasVersions whether the payload has a version before it
 */
record PacketBegin(
    byte[] head,
    int length,
    long packet,
    int offset,
    long fragments,
    long sequence,
    boolean hasVersions) {}
