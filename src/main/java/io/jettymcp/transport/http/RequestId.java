package io.jettymcp.transport.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** What a request is called in the log and in its answer. It need not be hard to guess. */
record RequestId(String text) {
  static RequestId next() {
    return new RequestId(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
  }
}
