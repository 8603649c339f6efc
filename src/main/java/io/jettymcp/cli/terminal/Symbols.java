package io.jettymcp.cli.terminal;

import java.util.List;

/**
 * The characters that pictures are made of, each one column wide.
 *
 * @param running the frames of the spinner
 * @param partial blocks that fill one part more of a column each, the full one last
 * @param heights blocks that rise, the full one last
 * @param stopped marks runs that ended without a result
 * @param back the opposite of the arrow
 * @param point marks the beginning of a part
 */
public record Symbols(
    String done,
    String failed,
    String stopped,
    String waiting,
    String doubtful,
    List<String> running,
    List<String> partial,
    List<String> heights,
    String ellipsis,
    String arrow,
    String back,
    String point,
    String child) {
  static final Symbols UNICODE =
      new Symbols(
          "✓",
          "✗",
          "■",
          "·",
          "?",
          List.of("⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"),
          List.of("▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"),
          List.of("▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"),
          "…",
          "→",
          "←",
          "●",
          "└");

  /** For character sets without block characters. */
  static final Symbols ASCII =
      new Symbols(
          "+",
          "x",
          "-",
          ".",
          "?",
          List.of("|", "/", "-", "\\"),
          List.of("#"),
          List.of("_", ".", "-", "=", "#"),
          "~",
          ">",
          "<",
          "*",
          "`");
}
