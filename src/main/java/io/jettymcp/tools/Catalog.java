package io.jettymcp.tools;

import io.jettymcp.tool.Tool;
import java.util.List;
import java.util.stream.Stream;

/** Everything we offer. The order is the order in which hosts see it. */
public final class Catalog {
  public static final List<Tool> ALL =
      Stream.of(
              AccountTools.ALL,
              EnvironmentTools.ALL,
              TaskTools.ALL,
              RunTools.ALL,
              TrajectoryTools.ALL,
              FileTools.ALL,
              TemplateTools.ALL,
              RunbookTools.ALL,
              ChatTools.ALL,
              RoutineTools.ALL,
              AssetTools.ALL)
          .flatMap(List::stream)
          .toList();

  private Catalog() {}
}
