package io.jettymcp.mcp.legacy;

import io.jettymcp.mcp.call.McpClient;
import io.jettymcp.tool.SharedQuestion;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpLoggableSession;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities.Elicitation;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities.RootCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities.Sampling;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Holds the session of one client: its revision and capabilities, and the questions it was asked.
 * The SDK's own sessions are not used: they delay calls until a notification that some clients
 * never send, and cannot say which call a question belongs to, which over HTTP decides its stream.
 */
public final class ClientSession {
  /** Key of the negotiated revision in the transport context of a handler. */
  static final String REVISION = "revision";

  /** Key of the {@link SharedQuestion} about the collection in the same context. */
  static final String SHARED = "shared";

  /** Limits how long a question to the user stays open. */
  private static final Duration MAX_ANSWER_TIME = Duration.ofMinutes(10);

  private static final String CANCELLED = "notifications/cancelled";

  private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

  private final String id;
  private final LegacyService service;
  private final McpJsonMapper json;
  private final Map<Object, Sinks.One<JSONRPCResponse>> asked = new ConcurrentHashMap<>();
  private final SharedQuestion shared = new SharedQuestion();
  private volatile @Nullable Client client;

  /**
   * @param capabilities null if the client declared none
   */
  private record Client(
      String revision,
      McpSchema.@Nullable ClientCapabilities capabilities,
      McpTransportContext context) {
    Client(
        String revision,
        McpSchema.@Nullable ClientCapabilities capabilities,
        SharedQuestion shared) {
      this(
          revision,
          capabilities,
          McpTransportContext.create(Map.of(REVISION, revision, SHARED, shared)));
    }
  }

  /** Creates a session that starts with {@code initialize}. */
  public ClientSession(LegacyService service, McpJsonMapper json) {
    this(UUID.randomUUID().toString(), service, json);
  }

  private ClientSession(String id, LegacyService service, McpJsonMapper json) {
    this.id = id;
    this.service = service;
    this.json = json;
  }

  /** Creates a session whose id no client sees. It is fixed: SecureRandom is slow to load. */
  public static ClientSession alone(LegacyService service, McpJsonMapper json) {
    return new ClientSession("alone", service, json);
  }

  /** Creates a session of a client of which only the revision is known. */
  public static ClientSession agreed(LegacyService service, McpJsonMapper json, String revision) {
    ClientSession session = new ClientSession(service, json);
    session.client = new Client(revision, null, session.shared);
    return session;
  }

  /** Returns the id: hard to guess and unique, unless no client sees it. */
  public String id() {
    return id;
  }

  /** Returns whether a revision has been negotiated. */
  public boolean isAgreed() {
    return client != null;
  }

  /** Returns the negotiated revision, or an empty string before. */
  public String revision() {
    Client known = client;
    return known == null ? "" : known.revision;
  }

  /**
   * Negotiates the revision.
   *
   * @return the result of {@code initialize} as JSON
   * @throws McpError if the params are invalid
   */
  public String initialize(@Nullable Object params) {
    JsonNode request = params instanceof JsonNode sent ? sent : MissingNode.getInstance();
    JsonNode declared = objectOrAbsent(request.path("capabilities"));
    McpSchema.ClientCapabilities capabilities = declared.isObject() ? capabilities(declared) : null;
    if (!request.path("protocolVersion").isString()) {
      throw invalidParams();
    }
    InitializeResponse greeting = service.initialize(request.path("protocolVersion").stringValue());
    client = new Client(greeting.revision(), capabilities, shared);
    return greeting.json();
  }

  private static JsonNode objectOrAbsent(JsonNode value) {
    if (value.isObject() || value.isNull() || value.isMissingNode()) {
      return value;
    }
    throw invalidParams();
  }

  /** Reads the capabilities without a mapper, because hosts wait for {@code initialize}. */
  private static McpSchema.ClientCapabilities capabilities(JsonNode declared) {
    JsonNode roots = objectOrAbsent(declared.path("roots"));
    JsonNode elicitation = objectOrAbsent(declared.path("elicitation"));
    return new McpSchema.ClientCapabilities(
        null,
        roots.isObject() ? new RootCapabilities(roots.path("listChanged").asBoolean(false)) : null,
        objectOrAbsent(declared.path("sampling")).isObject() ? new Sampling() : null,
        elicitation.isObject()
            ? new Elicitation(
                elicitation.path("form").isObject() ? new Elicitation.Form() : null,
                elicitation.path("url").isObject() ? new Elicitation.Url() : null)
            : null);
  }

  /** Returns the precomputed result of a request as JSON, if there is one. */
  public Optional<String> prepared(String method, @Nullable JsonNode params) {
    return params != null && params.hasNonNull("cursor")
        ? Optional.empty()
        : service.prepared(method);
  }

  /**
   * Handles a request other than {@code initialize}. Fails with an {@link McpError} that may be
   * sent to the client; any other error is a defect that must not be shown.
   *
   * @param params a JSON object, or null
   * @param around the transport's context of the request, for its handler
   * @param back sends messages to the client before the response
   */
  public Mono<Object> handle(
      String method,
      @Nullable Object params,
      Map<String, Object> around,
      Consumer<JSONRPCMessage> back) {
    return Mono.defer(
        () -> {
          McpRequestHandler<?> handler = service.handlers().get(method);
          return handler == null
              ? Mono.error(notFound())
              : handler.handle(exchange(around, back), params).cast(Object.class);
        });
  }

  private static McpError notFound() {
    return McpError.builder(ErrorCodes.METHOD_NOT_FOUND).message("Method not found").build();
  }

  /** Leaves out the reason: it would quote the params, which can hold a secret. */
  private static McpError invalidParams() {
    return McpError.builder(ErrorCodes.INVALID_PARAMS).message("Invalid params").build();
  }

  private McpAsyncServerExchange exchange(
      Map<String, Object> around, Consumer<JSONRPCMessage> back) {
    Client known = client;
    McpTransportContext context = known == null ? McpTransportContext.EMPTY : known.context;
    if (!around.isEmpty()) {
      Map<String, Object> more = new HashMap<>(around);
      more.put(REVISION, revision());
      more.put(SHARED, shared);
      context = McpTransportContext.create(more);
    }
    return new McpAsyncServerExchange(
        id, new ClientChannel(back), known == null ? null : known.capabilities, null, context);
  }

  private <T> T convert(@Nullable Object params, TypeRef<T> type) {
    try {
      T value = json.convertValue(params, type);
      if (value != null) {
        return value;
      }
    } catch (RuntimeException e) {
      LOG.debug("Params do not match: {}", e.getClass().getName());
    }
    throw invalidParams();
  }

  /** Accepts the client's response to a question; ignores any other response. */
  public void answered(JSONRPCResponse answer) {
    Sinks.One<JSONRPCResponse> question = asked.remove(answer.id());
    if (question != null) {
      question.tryEmitValue(answer);
    }
  }

  /** Fails all open questions. */
  public void close() {
    asked
        .values()
        .forEach(question -> question.tryEmitError(new IllegalStateException("session closed")));
  }

  /** Sends requests and notifications to the client from the handler of one request. */
  private final class ClientChannel implements McpLoggableSession {
    private final Consumer<JSONRPCMessage> back;

    ClientChannel(Consumer<JSONRPCMessage> back) {
      this.back = back;
    }

    @Override
    public <T> Mono<T> sendRequest(String method, Object params, TypeRef<T> type) {
      return Mono.defer(
          () -> {
            String question = UUID.randomUUID().toString();
            Sinks.One<JSONRPCResponse> answer = Sinks.one();
            asked.put(question, answer);
            return Mono.fromRunnable(
                    () -> back.accept(new JSONRPCRequest(method, question, params)))
                .then(answer.asMono())
                .doOnCancel(() -> withdraw(question))
                .timeout(
                    MAX_ANSWER_TIME, Mono.error(() -> McpClient.Unanswered.late(MAX_ANSWER_TIME)))
                .doOnNext(given -> check(method, given))
                .flatMap(given -> result(given, type))
                .doFinally(end -> asked.remove(question));
          });
    }

    /** Closes a question that no call waits for any more. */
    private void withdraw(String question) {
      if (asked.remove(question) != null) {
        back.accept(
            new JSONRPCNotification(
                CANCELLED, Map.of("requestId", question, "reason", "The call has ended.")));
      }
    }

    /** Rejects an answer without an action, which the SDK would read as a dismissed question. */
    private static void check(String method, JSONRPCResponse given) {
      boolean hasAction =
          given.result() instanceof JsonNode answer && answer.path("action").isString();
      if (method.equals(McpSchema.METHOD_ELICITATION_CREATE)
          && given.error() == null
          && !hasAction) {
        throw McpClient.Unanswered.malformed("is malformed: it has no action");
      }
    }

    private <T> Mono<T> result(JSONRPCResponse given, TypeRef<T> type) {
      if (given.error() != null) {
        return Mono.error(new McpError(given.error()));
      }
      return type.getType() == Void.class
          ? Mono.empty()
          : Mono.fromCallable(() -> convert(given.result(), type))
              .onErrorMap(
                  e ->
                      McpClient.Unanswered.malformed(
                          "is malformed: it is no result of that method"));
    }

    @Override
    public Mono<Void> sendNotification(String method, Object params) {
      return Mono.fromRunnable(() -> back.accept(new JSONRPCNotification(method, params)));
    }

    @Override
    public void setMinLoggingLevel(McpSchema.LoggingLevel level) {
      throw new UnsupportedOperationException("log messages are not sent by level");
    }

    @Override
    public boolean isNotificationForLevelAllowed(McpSchema.LoggingLevel level) {
      return true;
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.fromRunnable(this::close);
    }

    @Override
    public void close() {
      ClientSession.this.close();
    }
  }
}
