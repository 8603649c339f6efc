package io.jettymcp.simulator.activity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The image of every step that generates images, whatever size was asked for. */
final class SampleImage {
  private SampleImage() {}

  static byte[] png() {
    try (InputStream in = SampleImage.class.getResourceAsStream("sample.png")) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
