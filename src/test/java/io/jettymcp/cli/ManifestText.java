package io.jettymcp.cli;

import io.jettymcp.app.Manifest;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.tools.Catalog;

/** The manifest of all tools, for the test of the file that holds it. */
public final class ManifestText {
  private ManifestText() {}

  public static String ofEverything() {
    return Manifest.of(new EnabledTools(Catalog.ALL, EnabledTools.ToolFilter.ALL));
  }
}
