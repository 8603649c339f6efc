package io.jettymcp.tool;

import java.util.Locale;

/** A family of tools that can be switched on together with {@code --toolsets}. */
public enum Toolset {
  ACCOUNT("Who you are, collections and the trial"),
  ENVIRONMENT("Environment variables and secrets of a collection"),
  TASKS("Tasks: stored workflows"),
  RUNS("Runs of tasks: start, watch, inspect, debug"),
  FILES("Files: inputs to upload, results to read and save"),
  TEMPLATES("Step templates: the activities of a workflow"),
  RUNBOOKS("Runbooks: check, run here or at Jetty, store as a task"),
  CHAT("Chat completions of any model"),
  ROUTINES("Routines: tasks on a schedule"),
  ASSETS("Datasets and models of a collection");

  private final String about;

  Toolset(String about) {
    this.about = about;
  }

  /** The name as it is written in settings. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String about() {
    return about;
  }
}
