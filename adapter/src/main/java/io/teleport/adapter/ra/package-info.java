/**
 * The resource adapter itself: its configuration, its start and stop, and the container's work
 * manager as the engine's executor (Jakarta Connectors 2.1, chapters 5, 10 and 11).
 */
package io.teleport.adapter.ra;
