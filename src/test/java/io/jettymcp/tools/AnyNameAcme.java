package io.jettymcp.tools;

import io.jettymcp.jetty.Request;
import io.jettymcp.tool.FakeJetty;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Acme's replies for any collection, task, run and routine, so that other names change only the
 * request. The tasks {@code slow} and {@code slow-reports} have a run that never ends.
 */
final class AnyNameAcme {
  private AnyNameAcme() {}

  static FakeJetty jetty() {
    return new FakeJetty(replies());
  }

  static Function<Request, JsonNode> replies() {
    var acme = Acme.routes();
    return request -> {
      JsonNode reply = acme.apply(at(request, usual(request.path())));
      if (request.path().matches(".*/slow(-reports)?/.*") && reply instanceof ObjectNode run) {
        run.put("status", "running");
      }
      return reply;
    };
  }

  private static String usual(String path) {
    return path.replace("/other", "/acme")
        .replace("/slow-reports", "/reports")
        .replaceFirst(
            "(/(?:tasks|routines|run|db/\\w+|trajectory)/acme)/(?:acme|slow)", "$1/test-echo")
        .replaceFirst("(/routines/acme/test-echo)/acme", "$1/daily-summary")
        .replaceFirst("acme-other", "acme-test-echo")
        .replaceFirst("workflows-logs/other", "workflows-logs/acme")
        .replace("99999999", "1a2b3c4d")
        .replace("second.md", "out.md");
  }

  private static Request at(Request request, String path) {
    return new Request(
        request.method(), path, request.query(), request.body(), request.reading(), false);
  }
}
