package io.jettymcp.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.RateLimited;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.StartUnknown;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Failure.TooLarge;
import io.jettymcp.jetty.Failure.Unavailable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailureReasonTest {
  @Test
  void declinedRequestSaysWhatWasDeclined() {
    assertThat(FailureReason.of(new Declined("The user declined.")))
        .isEqualTo("The user declined.");
  }

  @Test
  void everyReasonIsASentenceWithoutTextFromJetty() {
    Stream<Failure> others =
        Stream.of(
            new NotSignedIn(true, "planted"),
            new RateLimited(Optional.empty(), "planted"),
            new Refused(Refused.Kind.FORBIDDEN, 403, "planted"),
            new StillRunning(),
            new StartUnknown(new TooLarge(1)),
            new TooLarge(1),
            new Failure.Defect(new IllegalStateException("planted")));
    List<Failure> all =
        Stream.concat(
                Arrays.stream(Unavailable.Reason.values())
                    .map(reason -> new Unavailable(reason, 500, "planted", Optional.empty())),
                others)
            .toList();
    assertThat(all)
        .extracting(FailureReason::of)
        .allSatisfy(reason -> assertThat(reason).matches("[A-Za-z].*\\.").doesNotContain("planted"))
        .doesNotContainAnyElementsOf(all.stream().map(Failure::getMessage).toList());
  }
}
