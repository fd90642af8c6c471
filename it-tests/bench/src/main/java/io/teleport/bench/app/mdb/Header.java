package io.teleport.bench.app.mdb;

/**
 * What goes with the content of a message.
 *
 * @param run counts the flows of this server
 * @param sender number of the sender within the flow
 * @param number counts the messages of the sender, from 0
 * @param step how many messages the receiver is to give credit for at once
 */
record Header(int run, int sender, int number, int step) {}
