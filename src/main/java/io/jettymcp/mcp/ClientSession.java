package io.jettymcp.mcp;

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
 * One client's session with a service: who the client is, and what it was asked. The SDK's own
 * sessions are not used: they hold calls back until a notification that some clients never send,
 * and cannot say which call a question belongs to, which over HTTP decides the stream it goes on.
 */
public final class ClientSession {
  /** Where handlers find the revision agreed on, in the context of their exchange. */
  static final String REVISION = "revision";

  /** How long a person may take to answer a question. */
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

  private final String id;
  private final McpService service;
  private final McpJsonMapper json;
  private final Map<Object, Sinks.One<JSONRPCResponse>> asked = new ConcurrentHashMap<>();
  private volatile @Nullable Client client;

  /**
   * @param capabilities null where the client has told none
   */
  private record Client(
      String revision,
      McpSchema.@Nullable ClientCapabilities capabilities,
      McpTransportContext context) {
    Client(String revision, McpSchema.@Nullable ClientCapabilities capabilities) {
      this(revision, capabilities, McpTransportContext.create(Map.of(REVISION, revision)));
    }
  }

  /** A session that begins with {@code initialize}. */
  public ClientSession(McpService service, McpJsonMapper json) {
    this(UUID.randomUUID().toString(), service, json);
  }

  private ClientSession(String id, McpService service, McpJsonMapper json) {
    this.id = id;
    this.service = service;
    this.json = json;
  }

  /** The only session of a process: nobody has to guess its id, and chance takes time to load. */
  public static ClientSession alone(McpService service, McpJsonMapper json) {
    return new ClientSession("alone", service, json);
  }

  /** A session in which nothing is known of the client but the revision that it speaks. */
  public static ClientSession agreed(McpService service, McpJsonMapper json, String revision) {
    ClientSession session = new ClientSession(service, json);
    session.client = new Client(revision, null);
    return session;
  }

  /** Hard to guess, and not used twice, unless the session is alone. */
  public String id() {
    return id;
  }

  /** Whether client and server have agreed on a revision. */
  public boolean isAgreed() {
    return client != null;
  }

  /** The revision agreed on, or an empty text before. */
  public String revision() {
    Client known = client;
    return known == null ? "" : known.revision;
  }

  /**
   * Agrees on a revision with the client.
   *
   * @return the result of {@code initialize} as JSON
   * @throws McpError for what the client is to be told instead
   */
  public String initialize(@Nullable Object params) {
    JsonNode request = params instanceof JsonNode sent ? sent : MissingNode.getInstance();
    JsonNode told = objectOrAbsent(request.path("capabilities"));
    McpSchema.ClientCapabilities capabilities = told.isObject() ? capabilities(told) : null;
    if (!request.path("protocolVersion").isString()) {
      throw invalidParams();
    }
    InitializeResponse greeting = service.initialize(request.path("protocolVersion").stringValue());
    client = new Client(greeting.revision(), capabilities);
    return greeting.json();
  }

  private static JsonNode objectOrAbsent(JsonNode value) {
    if (value.isObject() || value.isNull() || value.isMissingNode()) {
      return value;
    }
    throw invalidParams();
  }

  /** What a client can be asked; read by hand, as hosts wait for it. */
  private static McpSchema.ClientCapabilities capabilities(JsonNode told) {
    JsonNode roots = objectOrAbsent(told.path("roots"));
    JsonNode elicitation = objectOrAbsent(told.path("elicitation"));
    return new McpSchema.ClientCapabilities(
        null,
        roots.isObject() ? new RootCapabilities(roots.path("listChanged").asBoolean(false)) : null,
        objectOrAbsent(told.path("sampling")).isObject() ? new Sampling() : null,
        elicitation.isObject()
            ? new Elicitation(
                elicitation.path("form").isObject() ? new Elicitation.Form() : null,
                elicitation.path("url").isObject() ? new Elicitation.Url() : null)
            : null);
  }

  /** The result of a method as JSON, if it is known already. */
  public Optional<String> prepared(String method) {
    return service.prepared(method);
  }

  /**
   * Handles a request other than {@code initialize}. It fails with a {@link McpError} for what the
   * client is to be told; any other error is a fault of the server's that must not be shown.
   *
   * @param params a JSON object, or null
   * @param around what the transport knows of the request, for its handler
   * @param back takes what is said to the client before the answer
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

  /** Without the reason: it would quote the params, which can hold a secret. */
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
      context = McpTransportContext.create(more);
    }
    return new McpAsyncServerExchange(
        id, new Asking(back), known == null ? null : known.capabilities, null, context);
  }

  private <T> T convert(@Nullable Object params, TypeRef<T> type) {
    try {
      T value = json.convertValue(params, type);
      if (value != null) {
        return value;
      }
    } catch (RuntimeException unfit) {
      LOG.debug("Params do not fit: {}", unfit.getClass().getName());
    }
    throw invalidParams();
  }

  /** Takes the client's answer to what it was asked; an answer to anything else is ignored. */
  public void answered(JSONRPCResponse answer) {
    Sinks.One<JSONRPCResponse> question = asked.remove(answer.id());
    if (question != null) {
      question.tryEmitValue(answer);
    }
  }

  /** Nobody is left who could answer what is asked. */
  public void close() {
    asked
        .values()
        .forEach(question -> question.tryEmitError(new IllegalStateException("session closed")));
  }

  /** The way back to the client from the handler of one request. */
  private final class Asking implements McpLoggableSession {
    private final Consumer<JSONRPCMessage> back;

    Asking(Consumer<JSONRPCMessage> back) {
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
                .timeout(ANSWER_WITHIN)
                .flatMap(given -> result(given, type))
                .doFinally(end -> asked.remove(question));
          });
    }

    private <T> Mono<T> result(JSONRPCResponse given, TypeRef<T> type) {
      if (given.error() != null) {
        return Mono.error(new McpError(given.error()));
      }
      return type.getType() == Void.class
          ? Mono.empty()
          : Mono.fromCallable(() -> convert(given.result(), type));
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
