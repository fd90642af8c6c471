/** Terms, compared with what a real Erlang node makes of them. */
package io.teleport.erlang;
