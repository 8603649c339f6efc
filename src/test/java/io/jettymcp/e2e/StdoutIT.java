package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** stdout carries JSON-RPC alone, whatever Java, the log or a library would like to say. */
@Timeout(120)
class StdoutIT {
  @RegisterExtension final Program program = new Program().simulated();

  /** Makes successful, failed and invalid calls, and asserts that stdout has only messages. */
  private ServerProcess callTools(String... arguments) throws Exception {
    ServerProcess server = program.serve(arguments);
    try {
      server.data("list-tasks", "{}");
      server.refusal("get-task", "{\"task\":\"no-such-task\"}");
      server.refusal("get-task", "{\"tusk\":\"x\"}");
      server.send("no json");
      server.begin("1", "run-task-sync", "{\"task\":\"test-echo\"}", "1");
      server.answer("1");
      server.end();
      return server;
    } finally {
      server.close();
    }
  }

  @Test
  void traceLogStaysOffStdout() throws Exception {
    try (ServerProcess server = callTools("--log-level", "trace")) {
      assertThat(server.stderr()).contains("GET /api/v1/tasks/acme");
    }
  }

  @Test
  void logIsSilentByDefault() throws Exception {
    try (ServerProcess server = callTools()) {
      assertThat(server.stderr()).isEmpty();
    }
  }

  @Slow
  @Test
  void javaToolOptionsStayOffStdout() throws Exception {
    program.with("JAVA_TOOL_OPTIONS", "-Dx=y");
    try (ServerProcess server = callTools()) {
      assertThat(server.stderr()).contains("Picked up JAVA_TOOL_OPTIONS");
    }
  }

  @Slow
  @Test
  void brokenArchiveStaysOffStdout() throws Exception {
    Path garbage =
        Files.writeString(
            program.directory.resolve("broken.jsa"), "no archive at all\n".repeat(999));
    program.with("JETTY_MCP_JAVA_OPTS", "-XX:SharedArchiveFile=" + garbage);
    callTools().close();
  }

  @Slow
  @Test
  void missingArchiveStaysOffStdout() throws Exception {
    program.with(
        "JETTY_MCP_JAVA_OPTS", "-XX:SharedArchiveFile=" + program.directory.resolve("none.jsa"));
    callTools().close();
  }

  @Slow
  @Test
  void jvmWarningsStayOffStdout() throws Exception {
    program.with(
        "JETTY_MCP_JAVA_OPTS", "-XX:+PrintCommandLineFlags -XX:+UseParallelGC -XX:-UseSerialGC");
    try (ServerProcess server = callTools()) {
      assertThat(server.stderr()).contains("-XX:+UseParallelGC");
    }
  }

  @Slow
  @Test
  void requestedOutputOfJavaStaysOffStdout() throws Exception {
    program
        .with("JETTY_MCP_JAVA_OPTS", "-Xlog:gc*:stdout -verbose:class -verbose:gc --show-version")
        .with("JAVA_TOOL_OPTIONS", "-Xlog:gc,safepoint -XX:+PrintGCDetails")
        .with("JDK_JAVA_OPTIONS", "--show-version -verbose:gc")
        .with("_JAVA_OPTIONS", "-Xlog:gc*");
    try (ServerProcess server = callTools()) {
      assertThat(server.stderr()).contains("Using Serial", System.getProperty("java.version"));
    }
  }

  @Slow
  @Test
  void printingLibraryStaysOffStdout() throws Exception {
    program.with("JETTY_MCP_JAVA_OPTS", "-javaagent:" + agent());
    try (ServerProcess server = callTools()) {
      assertThat(server.stderr()).contains(StdoutPolluter.STRAY);
    }
  }

  /** {@link StdoutPolluter} as a jar that any program can be burdened with. */
  private Path agent() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(new Attributes.Name("Premain-Class"), StdoutPolluter.class.getName());
    Path jar = program.directory.resolve("talker.jar");
    String entry = StdoutPolluter.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        InputStream code = StdoutPolluter.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new JarEntry(entry));
      code.transferTo(out);
    }
    return jar;
  }
}
