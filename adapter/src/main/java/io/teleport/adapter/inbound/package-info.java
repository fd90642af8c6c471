/**
 * Activations: the queue of each message-driven bean, drained in batches by a bounded number of
 * Works, and the delivery of each message, its answer and its end (Jakarta Connectors 2.1, chapter
 * 13).
 */
package io.teleport.adapter.inbound;
