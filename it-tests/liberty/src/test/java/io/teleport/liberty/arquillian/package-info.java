/**
 * Tests that run inside of the servers {@code alpha} and {@code beta}, in an application of their
 * own.
 */
package io.teleport.liberty.arquillian;
