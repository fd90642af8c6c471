/**
 * The demonstration's runner: starts two servers, has one of them send files to the other, compares
 * that with a plain socket copy, prints a table. Runs outside of the servers; not part of the WAR.
 */
package io.teleport.demo.runner;
