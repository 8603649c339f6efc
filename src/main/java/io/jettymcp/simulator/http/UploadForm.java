package io.jettymcp.simulator.http;

import io.jettymcp.json.Json;
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
import java.nio.ByteBuffer;
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
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** A multipart form. A body of any other content type is ignored and counts as an empty form. */
public final class UploadForm {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=\"?[^\";\\s]", Pattern.CASE_INSENSITIVE);
  private static final int MAX_PARTS = 1_000;
  private static final int MAX_HEADER_LENGTH = 64 * 1024;

  private final Map<String, String> fields = new LinkedHashMap<>();
  private final List<UploadedFile> files = new ArrayList<>();

  private UploadForm() {}

  public static UploadForm read(ApiRequest request) {
    UploadForm form = new UploadForm();
    String type = request.contentType();
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
      form.decode(type, request.body());
    }
    return form;
  }

  public @Nullable String field(String name) {
    return fields.get(name);
  }

  /** Returns the files sent under this name. */
  public List<UploadedFile> files(String name) {
    return files.stream().filter(file -> file.field().equals(name)).toList();
  }

  /** Returns the files sent under this name, of which there has to be one at least. */
  public List<UploadedFile> requiredFiles(String name) {
    List<UploadedFile> found = files(name);
    if (found.isEmpty()) {
      ValidationErrors errors = new ValidationErrors();
      errors.missing(List.of("body", name), NullNode.getInstance());
      errors.throwIfAny();
    }
    return found;
  }

  /** Returns a field that holds a JSON object as a string; empty if it was not sent. */
  public ObjectNode jsonObject(String name) {
    String value = fields.get(name);
    if (value == null || value.isBlank()) {
      return Json.object();
    }
    ValidationErrors errors = new ValidationErrors();
    List<String> location = List.of("body", name);
    try {
      JsonNode read = ApiRequest.parse(value);
      if (read instanceof ObjectNode object) {
        return object;
      }
      errors.add("dict_type", location, "Input should be a valid dictionary", read);
    } catch (JacksonException e) {
      errors.add("json_invalid", location, "Invalid JSON", StringNode.valueOf(value));
    }
    throw errors.toApiError();
  }

  private void decode(String contentType, ByteBuffer body) {
    if (!BOUNDARY.matcher(contentType).find()) {
      throw ApiError.of(400, "Missing boundary in multipart.");
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
    } catch (RuntimeException | IOException e) { // The decoder throws a dozen kinds of them.
      throw ApiError.of(400, "There was an error parsing the body");
    } finally {
      if (decoder != null) {
        decoder.destroy();
      }
    }
  }

  private void add(InterfaceHttpData part) throws IOException {
    if (part instanceof FileUpload file) {
      files.add(
          UploadedFile.of(file.getName(), file.getFilename(), file.getContentType(), file.get()));
    } else if (part instanceof Attribute field) {
      fields.put(field.getName(), field.getValue());
    }
  }
}
