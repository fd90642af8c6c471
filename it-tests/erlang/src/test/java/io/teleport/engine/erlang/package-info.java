/** What real Erlang programs make of our side of their protocols. */
package io.teleport.engine.erlang;
