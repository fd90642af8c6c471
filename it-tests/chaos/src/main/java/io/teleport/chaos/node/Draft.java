package io.teleport.chaos.node;

/**
 * A message that is to be sent.
 *
 * @param isCall whether an answer is waited for
 * @param target index of the node that it goes to
 * @param key its ordering key; 0 for none
 * @param number among the messages with that key, from 1
 * @param size of its body, in bytes
 */
record Draft(boolean isCall, int target, int key, int number, int size) {}
