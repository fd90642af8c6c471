/**
 * A node inside of a server: parcels arrive at message-driven beans, and leave through the injected
 * connection factory.
 */
package io.teleport.bench.app.node;
