package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Activities that call a model at Jetty. No model is called here, and every output says so. */
final class ModelActivities {
  private static final int MAX_EXCERPT = 160;
  private static final int MIN_LONG_INPUT = 2_000;
  private static final int MAX_REQUEST = 400;
  private static final int MAX_IMAGES = 10;

  /** The header that every MP4 file starts with, without a film after it. */
  private static final byte[] EMPTY_VIDEO =
      "\0\0\0\24ftypisom\0\0\2\0isom".getBytes(StandardCharsets.ISO_8859_1);

  private ModelActivities() {}

  static Map<String, ActivityRunner> all() {
    Map<String, ActivityRunner> all = new LinkedHashMap<>();
    all.put("litellm_chat", withModelKey(ModelActivities::chat));
    all.put("gemini_prompt", withModelKey(ModelActivities::chat));
    all.put("litellm_vision", withModelKey(ModelActivities::vision));
    for (String image :
        List.of("litellm_image_generation", "gemini_image_generator", "replicate_text2image")) {
      all.put(image, withModelKey(ModelActivities::images));
    }
    all.put("replicate_text2video", withModelKey(ModelActivities::video));
    all.put("replicate_run", withModelKey(ModelActivities::anyModel));
    return all;
  }

  /** Fails a step without a model key of the collection, of the run or of the trial. */
  static ActivityRunner withModelKey(ActivityRunner activity) {
    return step -> {
      if (!step.request().hasModelKey()) {
        throw new StepFailed(
            "AuthenticationError: no provider key is set in collection '%s' and no trial run is left"
                .formatted(step.collection().name()));
      }
      return activity.run(step);
    };
  }

  /** A missing prompt is not noticed, as at Jetty; a prompt that is not a string fails. */
  private static StepOutcome chat(StepContext step) {
    if (step.input("prompt").isContainer()) {
      throw new StepFailed("TypeError: string indices must be integers, not 'str'");
    }
    String prompt = step.textOr("prompt", "");
    String completion = completion(step, prompt);
    if (isJsonFormat(step.input("response_format"))) {
      completion = Json.object().put("simulated", true).put("answer", completion).toString();
    }
    int maxTokens = Math.max(1, step.integer("max_tokens", Integer.MAX_VALUE));
    boolean truncated = TokenUsage.tokens(completion) > maxTokens;
    String text =
        truncated ? truncate(completion, maxTokens * TokenUsage.CHARACTERS_PER_TOKEN) : completion;
    int promptTokens =
        TokenUsage.tokens(step.textOr("system_prompt", "")) + TokenUsage.tokens(prompt);
    ObjectNode outputs = Json.object().put("text", text);
    outputs.set("usage", TokenUsage.json(promptTokens, TokenUsage.tokens(text)));
    return StepOutcome.of(truncated ? outputs.put("finish_reason", "length") : outputs);
  }

  private static StepOutcome vision(StepContext step) {
    String image = step.text("image_path");
    String url = step.text("image_url");
    for (String address : new String[] {image, url}) {
      if (address != null && (address.startsWith("http:") || address.startsWith("https:"))) {
        throw new StepFailed("Invalid workflow reference: " + StepInputs.root(address));
      }
    }
    if (image == null) {
      throw new StepFailed("image_path is required for vision models");
    }
    return StepOutcome.text(
        completion(step, step.textOr("prompt", "")) + " The image was " + image + ".");
  }

  private static StepOutcome images(StepContext step) {
    step.required("prompt");
    int asked = step.integer("num_outputs", step.integer("num_images", step.integer("n", 1)));
    int count = Math.max(1, Math.min(MAX_IMAGES, asked));
    ArrayNode images = Json.array();
    for (int i = 0; i < count; i++) {
      images.add(file(step, i, "png", "image/png", SampleImage.png()));
    }
    return StepOutcome.of(Json.object().put("simulated", true).set("images", images));
  }

  private static StepOutcome video(StepContext step) {
    step.required("prompt");
    ArrayNode videos = Json.array().add(file(step, 0, "mp4", "video/mp4", EMPTY_VIDEO));
    return StepOutcome.of(Json.object().put("simulated", true).set("videos", videos));
  }

  private static ObjectNode file(
      StepContext step, int number, String extension, String contentType, byte[] bytes) {
    return Json.object()
        .put("path", step.storeFile(number, extension, contentType, bytes))
        .put("extension", extension)
        .put("content_type", contentType);
  }

  private static StepOutcome anyModel(StepContext step) {
    step.required("model");
    String output = completion(step, step.textOr("input", ""));
    return StepOutcome.of(Json.object().put("simulated", true).put("output", output));
  }

  private static String completion(StepContext step, String prompt) {
    String model = step.textOr("model", "the model");
    String prefix = "[Simulated answer, " + model + " was not called] ";
    if (model.contains("haiku") && endsWithoutRequest(prompt)) {
      return prefix + "I understand. I am ready.";
    }
    if (prompt.isBlank()) {
      return prefix + "The prompt was empty.";
    }
    String text = prompt.strip();
    return prefix
        + "The prompt was: "
        + (text.length() <= MAX_EXCERPT ? text : truncate(text, MAX_EXCERPT) + "…");
  }

  /** A small model that reads a long input without a request after it only says it is ready. */
  private static boolean endsWithoutRequest(String prompt) {
    String text = prompt.strip();
    return text.length() >= MIN_LONG_INPUT && text.length() - text.lastIndexOf('\n') > MAX_REQUEST;
  }

  /** Returns the first characters without splitting a surrogate pair. */
  private static String truncate(String text, int characters) {
    int length = Math.min(characters, text.codePointCount(0, text.length()));
    return text.substring(0, text.offsetByCodePoints(0, length));
  }

  private static boolean isJsonFormat(JsonNode format) {
    String name = format.isObject() ? format.path("type").asString("") : format.asString("");
    return name.startsWith("json");
  }
}
