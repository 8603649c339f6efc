package io.jettymcp.cli;

import io.jettymcp.catalog.Catalog;
import io.jettymcp.protocol.Offer;

/** The manifest of all tools, for the test of the file that holds it. */
public final class ManifestText {
  private ManifestText() {}

  public static String ofEverything() {
    return Manifest.of(new Offer(Catalog.ALL, Offer.Choice.ALL));
  }
}
