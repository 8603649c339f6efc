package io.jettymcp.cli.call;

import io.jettymcp.cli.terminal.ProgressDisplay;
import io.jettymcp.text.ShellWord;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.Timeline;
import io.jettymcp.tool.Tool;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says on Ctrl-C what goes on at Jetty and how to watch it. Prints and no more, so that the process
 * ends at once.
 */
final class Interruption implements AutoCloseable {
  static final String HINT = "Ctrl-C stops waiting, not the run";
  private static final String BATCH_HINT = "Ctrl-C starts no more runs; those started go on";

  private final String program;
  private final Tool tool;
  private final ObjectNode arguments;
  private final Thread hook;
  private volatile @Nullable RunRef run;
  private volatile Supplier<Optional<Timeline>> timeline = Optional::empty;

  /**
   * @param program how the person types the name of this program
   */
  Interruption(
      String program, Tool tool, ObjectNode arguments, ProgressDisplay display, PrintWriter err) {
    this.program = program;
    this.tool = tool;
    this.arguments = arguments;
    this.hook = new Thread(() -> print(display, err), "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Remembers the run that the call waits for. */
  void waitsFor(RunRef which) {
    run = which;
  }

  /** Remembers how to see the runs that the call waits for. */
  void follows(Supplier<Optional<Timeline>> offered) {
    timeline = offered;
  }

  /** Says in a few words what Ctrl-C does during a call. */
  static String hint(Tool tool) {
    return isBatch(tool) ? BATCH_HINT : HINT;
  }

  private static boolean isBatch(Tool tool) {
    return tool.name().equals("run-batch");
  }

  private void print(ProgressDisplay display, PrintWriter err) {
    display.close();
    words().ifPresent(text -> err.println(System.lineSeparator() + text));
    err.flush();
  }

  /** Returns what to say if the call is interrupted now; empty if nothing goes on. */
  Optional<String> words() {
    RunRef known = run;
    if (known != null) {
      return Optional.of(
          "The run goes on: "
              + known.url()
              + System.lineSeparator()
              + "To wait for it: "
              + program
              + " call wait-for-run "
              + ShellWord.of(known.task())
              + " "
              + ShellWord.of(known.id())
              + " collection="
              + ShellWord.of(known.collection()));
    }
    String task = arguments.path("task").asString("");
    if (tool.effect() != Effect.START || task.isEmpty()) {
      return Optional.empty();
    }
    String list = program + " runs " + ShellWord.of(task) + collection();
    Optional<Timeline> runs = isBatch(tool) ? timeline.get() : Optional.empty();
    return Optional.of(
        runs.map(batch -> InterruptedBatch.of(batch).words(list))
            .orElse("A run that was started goes on. To see: " + list));
  }

  private String collection() {
    String name = arguments.path("collection").asString("");
    return name.isEmpty() ? "" : " collection=" + ShellWord.of(name);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook runs.
    }
  }
}
