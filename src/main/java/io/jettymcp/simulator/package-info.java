/**
 * An embedded Jetty: the same REST API in memory, so that everything runs without an account.
 *
 * <p>A call goes from {@code HttpFront} through {@code Router} and {@code Gate} to the class of its
 * resource, {@code TasksApi} for example. State is {@code Jetty} with its {@code Holdings}. A run
 * is planned to its end by {@code Engine} when it starts; what is seen of it follows from the
 * clock.
 *
 * <p>Where public sources are silent or disagree, this Jetty does the following. A collection is
 * shown without its environment. A trajectory holds its outputs on both of its routes. A page of
 * trajectories has 20 by default and 100 at most. Bad JSON in a form field is a 422. Runs of an
 * unknown task are a 404, those of a deleted one stay. run-sync answers with the trajectory under
 * {@code trajectory}. A new label is answered with itself. A routine is created with 201, a taken
 * name is a 409, deleting answers {@code {"ok":true}}; a routine names its {@code task} and {@code
 * collection}. A status written to a run that moves stops it. A trial pays for every run of a
 * collection without model keys, and ends with its tenth. Webhooks are accepted and never called.
 */
@NullMarked
package io.jettymcp.simulator;

import org.jspecify.annotations.NullMarked;
