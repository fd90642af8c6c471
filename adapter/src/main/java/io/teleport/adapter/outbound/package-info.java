/**
 * What applications send with: managed connections and their handles (Jakarta Connectors 2.1,
 * chapter 6). They are light: the sockets are the node's.
 */
package io.teleport.adapter.outbound;
