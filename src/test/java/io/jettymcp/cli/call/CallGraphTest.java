package io.jettymcp.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.CliFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CallGraphTest {
  @RegisterExtension final CliFixture cli = new CliFixture().simulated();

  private CliFixture.Ended call(String tool, String arguments) {
    return cli.run(
        new CallCommand(() -> new byte[0], cli.secrets), "call", tool, arguments, "--graph");
  }

  @Test
  void workflowIsPrintedAsMermaid() {
    CliFixture.Ended ended = call("get-task", "{\"task\":\"test-echo\"}");
    assertThat(ended.exit()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            flowchart TD
              i0(["text"])
              s0["echo<br>text_echo"]
              s0 --> o0
              o0(["text"])
              i0 -->|"text"| s0
            """);
  }

  @Test
  void resultWithoutAWorkflowIsAUsageError() {
    CliFixture.Ended ended = call("get-task", "{\"task\":\"test-echo\",\"step\":\"echo\"}");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("this result has no workflow with steps");
  }

  @Test
  void toolsWithoutAGraphAreNotCalled() {
    CliFixture.Ended ended = call("delete-task", "{\"task\":\"test-echo\"}");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("--graph is for get-task; delete-task has no graph.");
  }
}
