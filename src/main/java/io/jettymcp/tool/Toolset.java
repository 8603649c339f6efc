package io.jettymcp.tool;

import java.util.Locale;

/** A family of tools that can be switched on together with {@code --toolsets}. */
public enum Toolset {
  ACCOUNT("Who you are, collections and the trial"),
  ENVIRONMENT("Environment variables and secrets of a collection"),
  TASKS("Stored workflows"),
  RUNS("Start, watch, inspect and debug runs of tasks"),
  FILES("Inputs to upload, results to read and save"),
  TEMPLATES("The activities of a workflow"),
  RUNBOOKS("Check a RUNBOOK.md, run it here or at Jetty, store it as a task"),
  CHAT("Chat completions of any model"),
  ROUTINES("Tasks on a schedule"),
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
