/**
 * One application over two transports: messages leave one server through a connection factory, and
 * arrive in the other at a message-driven bean. What is sent, counted and held back is the same for
 * both.
 */
package io.teleport.bench.app.mdb;
