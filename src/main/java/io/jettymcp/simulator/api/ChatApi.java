package io.jettymcp.simulator.api;

import io.jettymcp.simulator.http.ApiCall;
import io.jettymcp.simulator.http.Response;
import io.jettymcp.simulator.http.Route;
import io.jettymcp.simulator.http.RouteAccess;
import java.util.List;

/**
 * Chat completions: the completion of a model, or, with a block of Jetty's that asks for it, the
 * run of a runbook. Validation errors have the form of every route; the other errors of this route
 * have OpenAI's.
 */
final class ChatApi {
  private final ChatPassthrough passthrough;
  private final RunbookRequests runbooks;

  ChatApi(ChatPassthrough passthrough, RunbookRequests runbooks) {
    this.passthrough = passthrough;
    this.runbooks = runbooks;
  }

  List<Route> routes() {
    return List.of(Route.json("POST", "/v1/chat/completions", RouteAccess.TOKEN, this::complete));
  }

  private Response complete(ApiCall call) {
    ChatRequest request = ChatRequest.read(call.fields());
    return request.jetty().runbook()
        ? runbooks.handle(call, request)
        : passthrough.handle(call, request);
  }
}
