package io.jettymcp.transport.http.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptHeaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "absent",
      textBlock =
          """
          absent                                         | true  | true
          */*                                            | true  | true
          application/json                               | true  | false
          Application/JSON; charset=utf-8                | true  | false
          application/*                                  | true  | false
          text/event-stream                              | false | true
          text/*                                         | false | true
          application/json, text/event-stream            | true  | true
          text/event-stream;q=0.5,application/json;q=0.1 | true  | true
          application/json, text/event-stream;q=0        | true  | false
          */*; q=0.000                                   | false | false
          text/html                                      | false | false
          ''                                             | false | false
          ;,;;                                           | false | false
          """)
  void parsesAcceptedTypes(String header, boolean json, boolean events) {
    assertThat(AcceptHeader.of(Optional.ofNullable(header)))
        .isEqualTo(new AcceptHeader(json, events));
  }
}
