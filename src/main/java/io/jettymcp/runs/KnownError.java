package io.jettymcp.runs;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Recognises errors of models, providers and agents, whose fix is not in the workflow. */
public enum KnownError {
  NO_KEY(
      "no provider key|authentication ?error|unauthorized|invalid api key|incorrect api key"
          + "|api key not|missing api key|credential",
      "The provider's key is missing or wrong: set it in the collection's environment, or run on"
          + " trial keys."),
  TIMED_OUT(
      "timed[ -]?out|time-?out|deadline exceeded",
      "It exceeded its time limit: raise timeout_sec of the step, or give it less to do."),
  RATE_LIMITED(
      "rate.?limit|too many requests|quota|insufficient (credit|fund|balance)",
      "The provider is rate-limiting: lower max_concurrency, wait, or check its quota."),
  TOO_LONG(
      "context.{0,20}(length|window)|maximum context|too many tokens|prompt is too long",
      "The input is too long for the model: split it (text_split), or use a model with a larger"
          + " window."),
  NO_MODEL(
      "model.{0,60}(not found|does not exist|not supported|not available)"
          + "|(invalid|unknown) model|not a valid model",
      "The provider does not know the model: check its name, which differs between providers."),
  NO_FILE(
      "filenotfounderror|no such file|no uploaded file",
      "The file does not exist: check init_params.file_paths of the run, and the path in the step."),
  BAD_REFERENCE(
      "invalid workflow reference",
      "A path expression refers to nothing: check those of the step.");

  /** In characters: the cause begins a message, or ends a long trace. */
  private static final int RELEVANT = 10_000;

  private final Pattern pattern;
  private final String fix;

  KnownError(String pattern, String fix) {
    this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    this.fix = fix;
  }

  public String fix() {
    return fix;
  }

  boolean explains(String message) {
    return pattern.matcher(ends(message, RELEVANT)).find();
  }

  /** Returns the text, or both ends of a long one, each on a line of its own. */
  public static String ends(String text, int each) {
    return text.length() <= 2 * each
        ? text
        : text.substring(0, each) + '\n' + text.substring(text.length() - each);
  }

  public static Optional<KnownError> in(String message) {
    return Arrays.stream(values()).filter(known -> known.explains(message)).findFirst();
  }
}
