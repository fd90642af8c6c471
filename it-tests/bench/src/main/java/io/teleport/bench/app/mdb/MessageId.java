package io.teleport.bench.app.mdb;

/**
 * Tells one message from all others.
 *
 * @param run counts the flows of this server
 * @param sender number of the sender within the flow
 * @param number counts the messages of the sender, from 0
 */
record MessageId(int run, int sender, int number) {}
