/**
 * The codec for Erlang's external term format, in both directions.
 *
 * <p>Large binaries are never copied: encoding refers to them in a {@link
 * io.teleport.engine.net.GatherList}, decoding makes views of the message's memory, which fail with
 * a clear exception once that memory was given back. Whatever the input, decoding gives a term or a
 * {@link io.teleport.term.MalformedTermException}, within {@link
 * io.teleport.engine.etf.DecodeLimits}.
 *
 * @see <a href="https://www.erlang.org/doc/apps/erts/erl_ext_dist.html">External Term Format</a>
 */
package io.teleport.engine.etf;
