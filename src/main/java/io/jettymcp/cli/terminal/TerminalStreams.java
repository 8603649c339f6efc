package io.jettymcp.cli.terminal;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out which standard streams of this process are terminals. */
public final class TerminalStreams {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private TerminalStreams() {}

  static boolean isStdoutTerminal() {
    return isTerminal(1);
  }

  static boolean isStderrTerminal() {
    return isTerminal(2);
  }

  /** Reads where the descriptor leads on Linux; elsewhere Java knows of stdin and stdout alone. */
  private static boolean isTerminal(int descriptor) {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return console().isPresent();
    }
    try {
      String device =
          Files.readSymbolicLink(DESCRIPTORS.resolve(String.valueOf(descriptor))).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException e) {
      return console().isPresent();
    }
  }

  /**
   * Returns the terminal of a person: both stdin and stdout lead to it. From Java 22 on there is a
   * console even where they are files.
   */
  @SuppressWarnings("SystemConsoleNull")
  public static Optional<Console> console() {
    Console console = System.console();
    return console != null && isTerminal(console) ? Optional.of(console) : Optional.empty();
  }

  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException beforeJava22) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
