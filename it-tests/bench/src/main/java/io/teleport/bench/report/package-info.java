/**
 * The command {@code bench.sh report}: reads the files that runs wrote, and makes a page of them,
 * with charts, tables, and what was measured where.
 */
package io.teleport.bench.report;
