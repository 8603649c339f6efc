package io.jettymcp.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A stream of events, read one after the other. */
final class Listening implements AutoCloseable {
  static final String DONE = "[DONE]";
  private static final String DATA = "data: ";

  private final HttpResponse<InputStream> response;
  private final BufferedReader reader;

  Listening(HttpResponse<InputStream> response) {
    this.response = response;
    this.reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  int status() {
    return response.statusCode();
  }

  String contentType() {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  /** The next line that is not empty, a comment or an event; null at the proper end. */
  @Nullable String line() throws IOException {
    String line = reader.readLine();
    while (line != null && line.isEmpty()) {
      line = reader.readLine();
    }
    return line;
  }

  /** The next chunk; comments are passed over. */
  JsonNode chunk() throws IOException {
    String line = line();
    while (line != null && line.startsWith(":")) {
      line = line();
    }
    if (line == null || !line.startsWith(DATA)) {
      throw new IOException("expected a chunk, got " + line);
    }
    String data = line.substring(DATA.length());
    return data.equals(DONE) ? SimulatorJson.text(DONE) : SimulatorJson.parse(data);
  }

  /** All chunks up to the mark of the end, without it. */
  List<JsonNode> chunks() throws IOException {
    List<JsonNode> chunks = new ArrayList<>();
    JsonNode chunk = chunk();
    while (!chunk.isString()) {
      chunks.add(chunk);
      chunk = chunk();
    }
    return chunks;
  }

  /** What the chunks say, put together. */
  static String text(List<JsonNode> chunks) {
    StringBuilder text = new StringBuilder();
    for (JsonNode chunk : chunks) {
      text.append(chunk.path("choices").path(0).path("delta").path("content").asString(""));
    }
    return text.toString();
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
