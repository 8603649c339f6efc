package io.jettymcp.cli.call;

import io.jettymcp.json.Json;
import io.jettymcp.text.ShellWord;
import io.jettymcp.tool.StatusWords;
import io.jettymcp.tool.Timeline;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says how far a batch was when it was interrupted, and how to go on with it.
 *
 * @param ended how many runs ended, or were refused
 * @param waiting how many were not started
 * @param started the other runs by their index, as {@code started} of run-batch reads them: the id,
 *     or the status where no id is known
 */
record InterruptedBatch(int runs, int ended, int waiting, ObjectNode started) {
  private static final String NOT_STARTED = "not_started";

  static InterruptedBatch of(Timeline batch) {
    int ended = 0;
    int waiting = 0;
    ObjectNode started = Json.object();
    for (Timeline.Span span : batch.spans()) {
      if (span.status().equals(NOT_STARTED)) {
        waiting++;
        continue;
      }
      if (StatusWords.isEnd(span.status()) || span.status().equals("refused")) {
        ended++;
      }
      String[] name = span.name().split(" ", 2); // the index, and the id if there is one
      started.put(name[0], name.length > 1 ? name[1] : span.status());
    }
    return new InterruptedBatch(batch.spans().size(), ended, waiting, started);
  }

  /**
   * Returns the lines for the person.
   *
   * @param list the command that lists the runs of the task
   */
  String words(String list) {
    String end = System.lineSeparator();
    String seen =
        "Of "
            + runs
            + " runs, "
            + ended
            + " ended, "
            + (runs - ended - waiting)
            + " go on, and "
            + waiting
            + " were not started.";
    String unsure =
        waiting > 0 ? end + "A run that was just being started may exist too. To see: " + list : "";
    String resumed =
        started.isEmpty()
            ? ""
            : end
                + "To "
                + (waiting > 0 ? "start the rest and " : "")
                + "wait for all, repeat the command with started="
                + ShellWord.of(started.toString());
    return seen + unsure + resumed;
  }
}
