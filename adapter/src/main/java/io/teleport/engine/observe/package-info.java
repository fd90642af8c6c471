/**
 * What operators see: log messages with stable ids ({@link io.teleport.engine.observe.Log}), what a
 * node counts ({@link io.teleport.engine.observe.Counters}) and holds ({@link
 * io.teleport.engine.observe.Levels}), and events of JDK Flight Recorder, of whose classes only
 * {@link io.teleport.engine.observe.FlightRecorder} knows, since some servers hide them.
 *
 * <p>It knows no other package. What is counted never blocks but for what is rare, and whoever is
 * not watched pays a check of a flag.
 */
package io.teleport.engine.observe;
