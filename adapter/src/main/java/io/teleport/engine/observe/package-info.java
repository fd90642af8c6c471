/** What operators see: log messages with stable ids, and counters. It knows no other package. */
package io.teleport.engine.observe;
