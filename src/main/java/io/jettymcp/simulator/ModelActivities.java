package io.jettymcp.simulator;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Activities that call a model at Jetty. Here none is called, and every answer says so. */
final class ModelActivities {
  private static final int QUOTED = 160;
  private static final int LONG_INPUT = 2_000;
  private static final int MAX_REQUEST = 400;
  private static final int MAX_IMAGES = 10;
  private static final int SIDE = 64;
  private static final int MAX_SIDE_LENGTH = 256;
  private static final int CHARACTERS_PER_TOKEN = 4;

  /** The head that every MP4 file begins with, and no film after it. */
  private static final byte[] EMPTY_VIDEO =
      "\0\0\0\24ftypisom\0\0\2\0isom".getBytes(StandardCharsets.ISO_8859_1);

  private ModelActivities() {}

  static Map<String, ActivityRunner> all() {
    Map<String, ActivityRunner> all = new LinkedHashMap<>();
    all.put("litellm_chat", keyed(ModelActivities::chat));
    all.put("gemini_prompt", keyed(ModelActivities::chat));
    all.put("litellm_vision", keyed(ModelActivities::vision));
    for (String image :
        List.of("litellm_image_generation", "gemini_image_generator", "replicate_text2image")) {
      all.put(image, keyed(ModelActivities::images));
    }
    all.put("replicate_text2video", keyed(ModelActivities::video));
    all.put("replicate_run", keyed(ModelActivities::model));
    return all;
  }

  /** A model needs a key, of the collection, of the run or of the trial. */
  static ActivityRunner keyed(ActivityRunner activity) {
    return step -> {
      if (!step.order().hasModelKeys()) {
        throw new StepFailed(
            "AuthenticationError: no provider key is set in collection '%s' and no trial run is left"
                .formatted(step.collection().name()));
      }
      return activity.perform(step);
    };
  }

  /** A prompt that is missing is not noticed, as at Jetty; one that is no text is. */
  private static StepOutcome chat(StepContext step) {
    if (step.input("prompt").isContainer()) {
      throw new StepFailed("TypeError: string indices must be integers, not 'str'");
    }
    String prompt = step.textOr("prompt", "");
    String text = answer(step, prompt);
    if (wantsJson(step.input("response_format"))) {
      text = SimulatorJson.write(SimulatorJson.object().put("simulated", true).put("answer", text));
    }
    int most = Math.max(1, step.number("max_tokens", Integer.MAX_VALUE));
    boolean cut = tokens(text) > most;
    String given = cut ? start(text, most * CHARACTERS_PER_TOKEN) : text;
    int read = tokens(step.textOr("system_prompt", "")) + tokens(prompt);
    ObjectNode outputs = SimulatorJson.object().put("text", given);
    outputs.set("usage", usage(read, tokens(given)));
    return StepOutcome.of(cut ? outputs.put("finish_reason", "length") : outputs);
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
        answer(step, step.textOr("prompt", "")) + " The image was " + image + ".");
  }

  private static StepOutcome images(StepContext step) {
    String prompt = step.required("prompt");
    int width = side(step, "width");
    int height = side(step, "height");
    int count = Math.max(1, Math.min(MAX_IMAGES, step.number("num_outputs", 1)));
    ArrayNode images = SimulatorJson.array();
    for (int i = 0; i < count; i++) {
      SampleImage picture = new SampleImage(prompt + i, width, height);
      images
          .addObject()
          .put("path", step.make(i, "png", "image/png", picture.png()))
          .put("extension", "png")
          .put("content_type", "image/png");
    }
    return StepOutcome.of(SimulatorJson.object().put("simulated", true).set("images", images));
  }

  /** As wide or high as was asked for, but not so that it takes much memory. */
  private static int side(StepContext step, String name) {
    return Math.max(1, Math.min(MAX_SIDE_LENGTH, step.number(name, SIDE)));
  }

  private static StepOutcome video(StepContext step) {
    step.required("prompt");
    ObjectNode video =
        SimulatorJson.object()
            .put("path", step.make(0, "mp4", "video/mp4", EMPTY_VIDEO))
            .put("extension", "mp4")
            .put("content_type", "video/mp4");
    return StepOutcome.of(
        SimulatorJson.object()
            .put("simulated", true)
            .set("videos", SimulatorJson.array().add(video)));
  }

  private static StepOutcome model(StepContext step) {
    step.required("model");
    String output = answer(step, step.textOr("input", ""));
    return StepOutcome.of(SimulatorJson.object().put("simulated", true).put("output", output));
  }

  private static String answer(StepContext step, String prompt) {
    String model = step.textOr("model", "the model");
    if (model.contains("haiku") && endsInTheMiddleOfInput(prompt)) {
      return "[Simulated answer, " + model + " was not called] I understand. I am ready.";
    }
    if (prompt.isBlank()) {
      return "[Simulated answer, " + model + " was not called] The prompt was empty.";
    }
    String start = prompt.strip();
    String quoted = start.length() <= QUOTED ? start : start(start, QUOTED) + "…";
    return "[Simulated answer, " + model + " was not called] The prompt was: " + quoted;
  }

  /** A small model that reads a long input and no request after it only says that it is ready. */
  private static boolean endsInTheMiddleOfInput(String prompt) {
    String end = prompt.strip();
    return end.length() >= LONG_INPUT && end.length() - end.lastIndexOf('\n') > MAX_REQUEST;
  }

  /** The first characters, none of them cut in two. */
  private static String start(String text, int characters) {
    int most = Math.min(characters, text.codePointCount(0, text.length()));
    return text.substring(0, text.offsetByCodePoints(0, most));
  }

  private static boolean wantsJson(JsonNode format) {
    String name = format.isObject() ? format.path("type").asString("") : format.asString("");
    return name.startsWith("json");
  }

  static ObjectNode usage(int read, int written) {
    return SimulatorJson.object()
        .put("prompt_tokens", read)
        .put("completion_tokens", written)
        .put("total_tokens", read + written);
  }

  static int tokens(String text) {
    return (text.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }
}
