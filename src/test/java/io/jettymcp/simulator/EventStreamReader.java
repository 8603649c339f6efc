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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Reads a stream of server-sent events one after the other. */
public final class EventStreamReader implements AutoCloseable {
  private static final String DONE = "[DONE]";
  private static final String DATA = "data: ";

  private final HttpResponse<InputStream> response;
  private final BufferedReader reader;

  EventStreamReader(HttpResponse<InputStream> response) {
    this.response = response;
    this.reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  public int status() {
    return response.statusCode();
  }

  public String contentType() {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  /** The next line that is not empty, a comment or an event; null at the end of the response. */
  public @Nullable String line() throws IOException {
    String line = reader.readLine();
    while (line != null && line.isEmpty()) {
      line = reader.readLine();
    }
    return line;
  }

  /** The next chunk; comments are skipped. */
  public JsonNode chunk() throws IOException {
    String line = line();
    while (line != null && line.startsWith(":")) {
      line = line();
    }
    if (line == null || !line.startsWith(DATA)) {
      throw new IOException("expected a chunk, got " + line);
    }
    String data = line.substring(DATA.length());
    return data.equals(DONE) ? StringNode.valueOf(DONE) : JsonMapper.shared().readTree(data);
  }

  /** All chunks before the end marker. */
  public List<JsonNode> chunks() throws IOException {
    List<JsonNode> chunks = new ArrayList<>();
    JsonNode chunk = chunk();
    while (!chunk.isString()) {
      chunks.add(chunk);
      chunk = chunk();
    }
    return chunks;
  }

  /** The content of the chunks, joined. */
  public static String content(List<JsonNode> chunks) {
    return chunks.stream()
        .map(chunk -> chunk.at("/choices/0/delta/content").asString(""))
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
