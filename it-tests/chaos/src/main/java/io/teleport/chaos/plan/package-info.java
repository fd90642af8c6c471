/** What is to go wrong in a run, and when: all of it drawn from the seed before it happens. */
package io.teleport.chaos.plan;
