/**
 * The demonstration's application: message-driven beans under the names {@code echo}, {@code sink},
 * {@code relay} and {@code files}, and a servlet through which its user makes the node send.
 *
 * <p>All state that outlives a message is in application-scoped beans; the message-driven beans
 * have none, because the container makes as many of them as it likes.
 */
package io.teleport.demo;
