/**
 * Erlang terms as immutable Java values, and the table that turns plain Java values into terms and
 * back ({@link io.teleport.term.Terms}).
 *
 * <p>All terms are safe for use by any number of threads, with one exception: a {@link
 * io.teleport.term.Binary} over a stream can be read once.
 */
package io.teleport.term;
