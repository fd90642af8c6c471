/**
 * What makes {@code @Inject TeleportConnectionFactory} and {@code @Inject Teleport} work: an
 * extension that adds one bean for each, and checks at deployment that the factory is there. An
 * application has no need to name anything in here.
 */
package io.teleport.cdi;
