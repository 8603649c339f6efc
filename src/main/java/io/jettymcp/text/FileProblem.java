package io.jettymcp.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Says in words why the system did not read or write a file, without its name. */
public final class FileProblem {
  private FileProblem() {}

  public static String of(IOException problem) {
    if (problem instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (problem instanceof FileAlreadyExistsException) {
      return "something else is there, or a part of the path is not a directory";
    }
    if (problem instanceof NoSuchFileException) {
      return "it does not exist, or its directory does not";
    }
    String reason =
        problem instanceof FileSystemException named ? named.getReason() : problem.getMessage();
    return Objects.requireNonNullElse(reason, "the file system refused it");
  }
}
