/**
 * What applications use: the injected {@link io.teleport.TeleportConnectionFactory} and its
 * connections, addresses, the interfaces that message-driven beans implement, and the exceptions.
 *
 * <p>It knows nothing of the resource adapter, and of Jakarta EE only by name.
 */
package io.teleport;
