package io.jettymcp.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.jetty.client.OverLoopback;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.util.context.Context;

class TraceContextTest extends OverLoopback {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String STATE = "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE";
  private static final TraceContext TRACE = new TraceContext(PARENT, Optional.of(STATE));

  @Test
  void parsesValidFields() {
    assertThat(TraceContext.parse(PARENT, STATE)).contains(TRACE);
    assertThat(TraceContext.parse(PARENT, null))
        .contains(new TraceContext(PARENT, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 ",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-00",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333g-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
      })
  void ignoresAnInvalidTraceparent(String parent) {
    assertThat(TraceContext.parse(parent, STATE)).isEmpty();
    assertThatThrownBy(() -> new TraceContext(parent, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("traceparent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a=b\r\nx: y", "a=b\u0000", "a=\u00e9", "a=\t"})
  void omitsAnInvalidTracestate(String state) {
    assertThat(TraceContext.parse(PARENT, state))
        .contains(new TraceContext(PARENT, Optional.empty()));
    assertThatThrownBy(() -> new TraceContext(PARENT, Optional.of(state)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tracestate");
  }

  @Test
  void boundsTheTracestate() {
    assertThat(TraceContext.parse(PARENT, "s".repeat(512)).flatMap(TraceContext::tracestate))
        .contains("s".repeat(512));
    assertThat(TraceContext.parse(PARENT, "s".repeat(513)).flatMap(TraceContext::tracestate))
        .isEmpty();
  }

  @Test
  void travelsInTheContext() {
    assertThat(TraceContext.in(Context.empty())).isEmpty();
    assertThat(TraceContext.in(TRACE.writeTo(Context.of("other", 1)))).contains(TRACE);
  }

  @Test
  void retriesAndRedirectsCarryIt() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.status(503, "text/plain", ""),
            FaultAnswer.redirect(307, "/api/v1/tasks/acme"),
            FaultAnswer.json("[]"));
    api(server).send(READ).contextWrite(TRACE::writeTo).block();
    assertThat(server.received())
        .hasSize(3)
        .allSatisfy(
            request -> {
              assertThat(request.header("traceparent")).isEqualTo(PARENT);
              assertThat(request.header("tracestate")).isEqualTo(STATE);
            });
  }

  @Test
  void sendsNoHeaderWithoutOne() throws Exception {
    FaultServer server = serving(FaultAnswer.json("[]"));
    send(api(server), READ);
    assertThat(server.received().get(0).headers()).doesNotContainKeys("traceparent", "tracestate");
  }

  @Test
  void isNotSentToAnotherOrigin() throws Exception {
    FaultServer other = serving(FaultAnswer.json("[]"));
    FaultServer server = serving(FaultAnswer.redirect(307, other.url() + "/x"));
    assertThatThrownBy(() -> api(server).send(READ).contextWrite(TRACE::writeTo).block())
        .isInstanceOf(Failure.Unavailable.class);
    assertThat(other.received()).isEmpty();
  }
}
