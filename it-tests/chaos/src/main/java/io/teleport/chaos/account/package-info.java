/**
 * The account of a chaos run: nodes write journals while they run, and afterwards every message of
 * every journal is followed from its offer to its end. What is computed depends on nothing but the
 * entries.
 */
package io.teleport.chaos.account;
