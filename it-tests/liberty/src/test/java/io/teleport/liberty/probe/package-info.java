/**
 * An application that does what a test tells it over HTTP, and writes down what it learns. It is
 * packed from the classes of this package, and runs in servers that tests start and end.
 */
package io.teleport.liberty.probe;
