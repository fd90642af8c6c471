/**
 * The resource adapter itself: its configuration, its start and stop, and the container's work
 * manager as the engine's executor (Jakarta Connectors 2.1, chapters 5, 10 and 11).
 *
 * <p>{@link io.teleport.adapter.ra.TeleportResourceAdapter} is the JavaBean that the container
 * configures; each {@code Setting} is a property of it, of {@code ra.xml} and of the table in
 * {@code docs/settings.md}, and may come from MicroProfile Config ({@code MicroProfileOverrides}).
 * {@code AdapterSettings} reads and checks them all at the start.
 *
 * <p>What exists between a start and the next stop is an {@code AdapterRun}: the node, the threads
 * that deliver, the MBean. {@code Endpoints} and {@code NodeListeners} outlive it: what the
 * container activates while the adapter does not run waits there for the next start.
 */
package io.teleport.adapter.ra;
