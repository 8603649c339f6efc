package io.jettymcp.runs;

import io.jettymcp.tool.Attachment;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.Optional;

/** A file among the outputs of a step. */
public record RunFile(String step, String path, Optional<String> contentType) {
  public static final View<RunFile> VIEW =
      View.of(RunFile.class)
          .text("step", RunFile::step)
          .text("path", RunFile::path)
          .text("content_type", RunFile::contentType);

  /** More links would not help the user. */
  private static final int MAX_LINKS = 20;

  /** Links to the first files, in the form in which a host can open them. */
  public static List<Attachment.Link> links(List<RunFile> files) {
    return files.stream()
        .flatMap(file -> Links.toFile(file.path, file.contentType.orElse("")).stream())
        .limit(MAX_LINKS)
        .toList();
  }
}
