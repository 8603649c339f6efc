/**
 * An embedded Jetty: the same REST API in memory, so that everything runs without an account.
 *
 * <p>A call goes from {@code HttpFront} through {@code Router} and {@code Gate} to the class of its
 * resource, {@code TasksApi} for example. State is {@code Jetty} with its {@code Holdings}. A run
 * is planned to its end by {@code Engine} when it starts; what is seen of it follows from the
 * clock.
 *
 * <p>Files are kept in {@code Storage}. An upload needs an API key, for a person's token names no
 * collection. Of two uploads that have the same name once their folders are gone, the second one
 * replaces the first. A file with an id is described and not sent. A file of a step is there once
 * the step has ended, and stays where it is when the task is renamed. A list of files holds paths,
 * and its prefix may end anywhere. The archive of a run holds {@code trajectory.json} and the files
 * that its steps made, without folders. Single datasets need a token, their list needs none.
 *
 * <p>Where public sources are silent or disagree, this Jetty does the following. A collection is
 * shown without its environment. A trajectory holds its outputs on both of its routes. A page of
 * trajectories has 20 by default and 100 at most. Bad JSON in a form field is a 422. Runs of an
 * unknown task are a 404, those of a deleted one stay. run-sync answers with the trajectory under
 * {@code trajectory}. A new label is answered with itself. A routine is created with 201, a taken
 * name is a 409, deleting answers {@code {"ok":true}}; a routine names its {@code task} and {@code
 * collection}. A status written to a run that moves stops it. A trial pays for every run of a
 * collection without model keys, and ends with its tenth. Webhooks are accepted and never called.
 *
 * <p>A chat completion is recorded in the collection of the caller's key, or in {@code
 * jetty.collection}. A runbook call gives its run the inputs {@code instruction}, {@code prompt},
 * {@code model}, {@code agent}, {@code model_provider}, {@code snapshot}, {@code image}, {@code
 * vars} and {@code file_paths}, whose names a stored task can refer to. A run that failed is
 * answered with 200, and the status says so. A model's name is held against the provider only if
 * the caller named one. A stream sends OpenAI's chunks: the first but one tells the workflow id,
 * the last one everything of the run; lines of progress are its text.
 */
@NullMarked
package io.jettymcp.simulator;

import org.jspecify.annotations.NullMarked;
