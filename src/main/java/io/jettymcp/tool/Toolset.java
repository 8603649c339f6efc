package io.jettymcp.tool;

import java.util.Locale;

/** A family of tools that can be switched on together with {@code --toolsets}. */
public enum Toolset {
  ACCOUNT("Who you are, collections and the trial"),
  ENVIRONMENT("Environment variables and secrets of a collection"),
  TASKS("Tasks: stored workflows"),
  RUNS("Runs of tasks: start, watch, inspect"),
  ROUTINES("Routines: tasks on a schedule");

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
