package io.jettymcp.tool;

import java.util.List;

/**
 * Names a tool and its parameters, so that results can suggest calls of it. A tool that is
 * suggested by a package below {@code tools} has its signature declared there; any other has it
 * from its own declaration.
 */
public record Signature(String name, List<Param<?>> params) {
  public Signature {
    params = List.copyOf(params);
  }

  public static Signature of(String name, Param<?>... params) {
    return new Signature(name, List.of(params));
  }

  /** Starts a call without arguments. */
  public Next call() {
    return new Next(this);
  }

  /** Starts a call about a task. */
  public Next with(TaskRef task) {
    return call().with(task);
  }

  /** Starts a call about a run. */
  public Next with(RunRef run) {
    return call().with(run);
  }

  /** Starts a call with this argument. */
  public <V> Next with(Param<V> param, V value) {
    return call().with(param, value);
  }
}
