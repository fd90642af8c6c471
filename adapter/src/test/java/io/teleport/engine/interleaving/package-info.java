/**
 * Runs threads one at a time, and switches between them where a schedule says so, at any access to
 * what they share: a race that a schedule meets is met each time.
 */
package io.teleport.engine.interleaving;
