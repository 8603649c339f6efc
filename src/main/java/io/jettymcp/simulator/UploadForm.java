package io.jettymcp.simulator;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A multipart form. A body of any other kind is not read and counts as an empty form. */
final class UploadForm {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=\"?[^\";\\s]", Pattern.CASE_INSENSITIVE);
  private static final int MAX_PARTS = 1_000;
  private static final int MAX_HEADER_LENGTH = 64 * 1024;

  private final Map<String, String> fields = new LinkedHashMap<>();
  private final List<UploadedFile> files = new ArrayList<>();

  private UploadForm() {}

  static UploadForm read(ApiRequest incoming) {
    UploadForm form = new UploadForm();
    String type = incoming.contentType();
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
      form.decode(type, incoming.body());
    }
    return form;
  }

  @Nullable String text(String name) {
    return fields.get(name);
  }

  /** The files sent under this name. */
  List<UploadedFile> files(String name) {
    return files.stream().filter(file -> file.field().equals(name)).toList();
  }

  /** A field that holds a JSON object as text; empty if it was not sent. */
  ObjectNode object(String name) {
    String text = fields.get(name);
    if (text == null || text.isBlank()) {
      return SimulatorJson.object();
    }
    ValidationErrors findings = new ValidationErrors();
    List<String> where = List.of("body", name);
    try {
      JsonNode read = SimulatorJson.parse(text);
      if (read instanceof ObjectNode object) {
        return object;
      }
      findings.add("dict_type", where, "Input should be a valid dictionary", read);
    } catch (JacksonException noJson) {
      findings.add("json_invalid", where, "Invalid JSON", SimulatorJson.text(text));
    }
    throw findings.refusal();
  }

  private void decode(String contentType, byte[] body) {
    if (!BOUNDARY.matcher(contentType).find()) {
      throw ApiError.with(400, "Missing boundary in multipart.");
    }
    HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
    head.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
    HttpPostMultipartRequestDecoder decoder = null;
    try {
      decoder =
          new HttpPostMultipartRequestDecoder(
              new DefaultHttpDataFactory(false),
              head,
              StandardCharsets.UTF_8,
              MAX_PARTS,
              MAX_HEADER_LENGTH);
      decoder.offer(new DefaultLastHttpContent(Unpooled.wrappedBuffer(body)));
      for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
        add(part);
      }
    } catch (RuntimeException | IOException broken) { // The decoder throws a dozen kinds of them.
      throw ApiError.with(400, "There was an error parsing the body");
    } finally {
      if (decoder != null) {
        decoder.destroy();
      }
    }
  }

  private void add(InterfaceHttpData part) throws IOException {
    if (part instanceof FileUpload file) {
      files.add(
          new UploadedFile(file.getName(), file.getFilename(), file.getContentType(), file.get()));
    } else if (part instanceof Attribute field) {
      fields.put(field.getName(), field.getValue());
    }
  }
}
