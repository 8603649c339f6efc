package io.jettymcp.simulator;

import java.util.List;

/**
 * Chat completions: a model's answer, or, with a block of Jetty's that says so, the run of a
 * runbook. What is wrong with the form of a request is told as everywhere; other errors of this
 * route have OpenAI's form.
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
        ? runbooks.answer(call, request)
        : passthrough.answer(call, request);
  }
}
