package io.jettymcp.files;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lists the files that tools do not touch, whatever the agent asks for. SECURITY.md shows this
 * table.
 *
 * <p>A pattern is a name, or a path of names, at any depth; {@code *} is any part of a name, {@code
 * +} any part without a dot, and a slash at the end stands for everything below a directory. Case
 * does not matter. Backups of secrets are protected like the secrets.
 */
public enum ProtectedFiles {
  VARIABLES(
      Rule.SECRET, "environment files", ".env*", ".envs/", "*.env", "*.tfvars", "*.tfvars.json"),
  KEYS(
      Rule.SECRET,
      "private keys and key stores",
      ".ssh/",
      ".gnupg/",
      "id_+",
      "*.pem",
      "*.key",
      "*.ppk",
      "*.p8",
      "*.p12",
      "*.pfx",
      "*.jks",
      "*.keystore",
      "*.kdbx",
      ".password-store/",
      "keyrings/",
      "Keychains/"),
  CREDENTIALS(
      Rule.SECRET,
      "credentials of programs",
      ".config/jetty/",
      ".netrc",
      "_netrc",
      ".npmrc",
      ".yarnrc*",
      ".pypirc",
      "pip.conf",
      "pip.ini",
      ".condarc",
      ".git-credentials",
      ".config/git/credentials",
      ".git/config",
      ".git/modules/",
      ".docker/config.json",
      ".docker/contexts/",
      ".dockercfg",
      ".config/containers/auth.json",
      ".pgpass",
      ".my.cnf",
      ".mylogin.cnf",
      ".htpasswd",
      ".cargo/credentials*",
      ".gem/credentials",
      ".m2/settings*.xml",
      ".gradle/gradle.properties",
      ".composer/auth.json",
      ".config/composer/auth.json",
      "NuGet.Config",
      ".config/gh/",
      ".config/hub",
      ".config/glab-cli/",
      ".config/rclone/",
      ".s3cfg",
      ".boto",
      ".streamlit/secrets.toml",
      ".huggingface/token",
      ".cache/huggingface/token"),
  CLOUDS(
      Rule.SECRET,
      "credentials of clouds and clusters",
      ".aws/",
      ".azure/",
      ".config/gcloud/",
      "application_default_credentials.json",
      ".oci/",
      ".bluemix/",
      ".config/doctl/",
      ".kube/",
      "kubeconfig",
      "*.kubeconfig",
      ".terraform.d/",
      ".terraformrc",
      "*.tfstate",
      "*.tfstate.*",
      ".vault-token",
      ".databrickscfg",
      ".snowflake/",
      ".snowsql/"),
  HISTORIES(
      Rule.SECRET,
      "histories of shells",
      ".*_history",
      "fish_history",
      ".histfile",
      ".zsh_sessions/",
      ".bash_sessions/",
      "ConsoleHost_history.txt"),
  HOSTS(
      Rule.SECRET,
      "configurations of MCP hosts",
      ".mcp.json",
      "mcp.json",
      "mcp-config.json",
      "mcp_config.json",
      "*mcp_settings.json",
      ".claude.json",
      ".claude/settings*.json",
      ".claude/.credentials.json",
      "claude_desktop_config.json",
      ".codex/auth.json",
      ".codex/config.toml",
      ".gemini/settings.json",
      ".gemini/*creds*.json",
      "opencode.json*",
      "opencode/auth.json",
      "goose/config.yaml",
      "goose/secrets.yaml",
      ".continue/config.*",
      ".config/zed/settings.json",
      ".zed/settings.json"),
  HIDDEN(Rule.STARTED, "hidden files and everything in hidden directories", ".*", ".*/"),
  AGENTS(
      Rule.STARTED,
      "instructions for agents",
      "CLAUDE.md",
      "CLAUDE.*.md",
      "AGENT.md",
      "AGENTS.md",
      "AGENTS.*.md",
      "GEMINI.md",
      "QWEN.md",
      "SKILL.md",
      "copilot-instructions.md",
      "*.instructions.md"),
  BUILDS(
      Rule.STARTED,
      "builds",
      "Makefile",
      "GNUmakefile",
      "*.mk",
      "CMakeLists.txt",
      "*.cmake",
      "meson.build",
      "SConstruct",
      "BUILD.bazel",
      "WORKSPACE.bazel",
      "MODULE.bazel",
      "Justfile",
      "Taskfile.y*ml",
      "package.json",
      "package-lock.json",
      "npm-shrinkwrap.json",
      "yarn.lock",
      "pnpm-*.yaml",
      "deno.json*",
      "bunfig.toml",
      "*.config.js",
      "*.config.?js",
      "*.config.ts",
      "*.config.?ts",
      "Gruntfile.*",
      "gulpfile.*",
      "lefthook.y*ml",
      "pom.xml",
      "mvnw*",
      "*.gradle",
      "*.gradle.kts",
      "gradlew*",
      "build.sbt",
      "build.xml",
      "Cargo.toml",
      "build.rs",
      "go.mod",
      "go.work",
      "setup.py",
      "setup.cfg",
      "pyproject.toml",
      "Pipfile",
      "conftest.py",
      "noxfile.py",
      "tox.ini",
      "pytest.ini",
      "sitecustomize.py",
      "usercustomize.py",
      "Rakefile",
      "Gemfile",
      "*.gemspec",
      "composer.json",
      "mix.exs",
      "Package.swift",
      "Podfile",
      "*.nix",
      "*.tf",
      "*.tf.json",
      "Dockerfile*",
      "Containerfile",
      "compose.y*ml",
      "compose.*.y*ml",
      "docker-compose*.y*ml",
      "Vagrantfile",
      "Jenkinsfile",
      "Procfile",
      "Tiltfile",
      "*-pipelines.yml",
      "node_modules/",
      "site-packages/"),
  DESKTOPS(
      Rule.STARTED,
      "what desktops start",
      "*.desktop",
      "*.lnk",
      "autorun.inf",
      "desktop.ini",
      "LaunchAgents/",
      "LaunchDaemons/",
      "Start Menu/"),
  OURSELVES(
      Rule.STARTED,
      "this program",
      "jetty-mcp",
      "jetty-mcp.cmd",
      "jetty-mcp*.jar",
      "jetty-mcp*.aot",
      "jetty-mcp*.jsa",
      "src/launch/archive",
      "src/launch/java-options");

  /** The accesses that are denied. */
  public enum Rule {
    /** Holds secrets: neither read nor written. */
    SECRET("never read, sent or written"),
    /** Is run or read by programs of themselves: not written, even if it does not exist. */
    STARTED("never written");

    private final String words;

    Rule(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** Matches the end of a name that editors and {@code jetty-mcp install} append to a backup. */
  private static final String BACKUP = "(?:~|\\.(?:bak|old|orig|save|swp)(?:\\.[0-9]+)?)?";

  private final Rule rule;
  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> patterns;

  private final Pattern pattern;

  ProtectedFiles(Rule rule, String title, String... patterns) {
    this.rule = rule;
    this.title = title;
    this.patterns = List.of(patterns);
    this.pattern =
        Pattern.compile(
            Arrays.stream(patterns)
                .map(each -> expression(rule, each))
                .collect(Collectors.joining("|", "(?:.*/)?(?:", ")")),
            Pattern.CASE_INSENSITIVE);
  }

  public Rule rule() {
    return rule;
  }

  public String title() {
    return title;
  }

  public List<String> patterns() {
    return patterns;
  }

  /** Finds the row of a file that may hold secrets, by its path from the top of the file system. */
  static Optional<ProtectedFiles> secret(Path file) {
    return find(Rule.SECRET, file);
  }

  /** Finds the row of a file that is run or read, by its path from {@code --files-root}. */
  static Optional<ProtectedFiles> started(Path file) {
    return find(Rule.STARTED, file);
  }

  private static Optional<ProtectedFiles> find(Rule rule, Path file) {
    StringBuilder path = new StringBuilder();
    for (Path name : file) {
      path.append(path.isEmpty() ? "" : "/").append(FileName.folded(name.toString()));
    }
    return Arrays.stream(values())
        .filter(row -> row.rule == rule && row.pattern.matcher(path).matches())
        .findFirst();
  }

  private static String expression(Rule rule, String pattern) {
    boolean directory = pattern.endsWith("/");
    int name = pattern.lastIndexOf('/', pattern.length() - 2) + 1;
    int end = pattern.length() - (directory ? 1 : 0);
    return expression(pattern.substring(0, name))
        + (rule == Rule.SECRET && !directory ? "\\.?" : "") // editors hide a swap file
        + expression(pattern.substring(name, end))
        + (rule == Rule.SECRET ? BACKUP : "")
        + (directory ? "/.*" : "");
  }

  private static String expression(String names) {
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < names.length(); i++) {
      char c = names.charAt(i);
      expression.append(
          switch (c) {
            case '*' -> "[^/]*";
            case '+' -> "[^/.]*";
            case '?' -> "[^/]";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return expression.toString();
  }
}
