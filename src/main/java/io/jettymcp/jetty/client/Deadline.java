package io.jettymcp.jetty.client;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** Names the deadlines of a request and makes the failure of one that passed. */
enum Deadline {
  CONNECT(Reason.NOT_CONNECTED),
  FIRST_BYTE(Reason.TIMED_OUT),
  BODY(Reason.TIMED_OUT),
  SILENCE(Reason.TIMED_OUT),
  OVERALL(Reason.TIMED_OUT);

  private final Reason reason;

  Deadline(Reason reason) {
    this.reason = reason;
  }

  Failure passed(Duration limit) {
    return passed(limit, "");
  }

  /**
   * Makes the failure.
   *
   * @param way continues the message, with a blank before it
   */
  Failure passed(Duration limit, String way) {
    String name = name().toLowerCase(Locale.ROOT).replace('_', '-');
    String seconds = BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros().toPlainString();
    return new Failure.Unavailable(reason, name + " deadline of " + seconds + " s" + way);
  }
}
