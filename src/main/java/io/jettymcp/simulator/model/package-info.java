/**
 * Holds the state of the simulated Jetty: collections, tasks, planned runs, routines and stored
 * files. Starts nothing and knows no HTTP.
 */
@NullMarked
package io.jettymcp.simulator.model;

import org.jspecify.annotations.NullMarked;
